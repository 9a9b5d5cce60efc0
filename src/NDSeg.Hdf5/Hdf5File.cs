namespace NDSeg.Hdf5;

/// <summary>
/// An open HDF5 file: finds datasets without reading their elements. See README.md in this folder for what is read.
/// Used by one thread at a time.
/// </summary>
public sealed class Hdf5File : IDisposable
{
    private readonly AddressSpace file;
    private readonly Neighbours files = new();
    private readonly IDisposable? owned;

    private Hdf5File(IHdf5Source source, IDisposable? owned)
    {
        this.owned = owned;
        file = Hdf5Exception.Guard(() => AddressSpace.Open(source, files));
        files.Add(file, source.Identity);
    }

    /// <summary>Opens a file on disk.</summary>
    /// <exception cref="Hdf5Exception">The file is no HDF5 file, damaged, or of a kind that is not read.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static Hdf5File Open(string path)
    {
        var source = new Hdf5FileSource(path);
        try
        {
            return new Hdf5File(source, source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens bytes that the caller keeps and closes.</summary>
    /// <exception cref="Hdf5Exception">The file is no HDF5 file, damaged, or of a kind that is not read.</exception>
    public static Hdf5File Open(IHdf5Source source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Hdf5File(source, owned: null);
    }

    /// <summary>
    /// The names of the files that this one refers to and that were looked for in vain up to now, in order. What a virtual dataset misses
    /// has the fill value.
    /// </summary>
    public IReadOnlyCollection<string> MissingFiles => files.Missing;

    /// <summary>
    /// Every dataset that can be reached from the root by links, in the order of names. Damaged members are left out when others are fine,
    /// and links into files that are not there.
    /// </summary>
    /// <param name="cancellation">Ends a long search.</param>
    /// <exception cref="Hdf5Exception">Nothing can be reached because of damage.</exception>
    public IReadOnlyList<Hdf5Dataset> Datasets(CancellationToken cancellation = default) => Hdf5Exception.Guard(() =>
    {
        file.Begin();
        files.Begin();
        return Catalog.All(file, cancellation);
    });

    /// <summary>The dataset of a path such as <c>entry/data/data</c>, through hard and soft links and links into other files; null when there is none.</summary>
    /// <param name="name">Path from the root; slashes at the ends do not count.</param>
    /// <param name="cancellation">Ends a long search.</param>
    /// <exception cref="Hdf5Exception">The way there is damaged, leads in a circle, or into a file that is not there.</exception>
    public Hdf5Dataset? Find(string name, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Hdf5Exception.Guard(() =>
        {
            file.Begin();
            files.Begin();
            return Catalog.Find(file, name, cancellation);
        });
    }

    /// <summary>Closes the file if it was opened by its path, and the files it refers to.</summary>
    public void Dispose()
    {
        files.Dispose();
        owned?.Dispose();
    }
}
