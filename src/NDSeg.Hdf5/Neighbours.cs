namespace NDSeg.Hdf5;

/// <summary>
/// The files that a file refers to, by external links and virtual datasets: each opened once, few handles at a time. Also keeps
/// account of the work that references ask for: a small file can refer to the same thing again and again.
/// </summary>
internal sealed class Neighbours : IDisposable
{
    private const int MostOpen = 64;
    private const int MostDepth = 16;
    private const int CostOfMissing = 16 << 10;
    private const int CostOfOpening = 1 << 10;
    private const long MostAlways = 64L << 20;
    private const long MostPerByte = 256;

    private readonly Dictionary<(AddressSpace, string), AddressSpace?> byName = [];
    private readonly Dictionary<string, AddressSpace> byIdentity = new(StringComparer.Ordinal);
    private readonly LinkedList<NeighbourSource> open = [];
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private long budget = MostAlways;
    private int depth;

    /// <summary>Chunks of virtual datasets' sources.</summary>
    public ChunkCache Chunks { get; } = new();

    /// <summary>The names of files that were looked for and not found, in order.</summary>
    public IReadOnlyCollection<string> Missing => missing;

    /// <summary>Makes the file everything starts from known.</summary>
    public void Add(AddressSpace root, string? identity)
    {
        if (identity is not null)
        {
            byIdentity[identity] = root;
        }
    }

    /// <summary>Begins an operation.</summary>
    /// <param name="bytes">Bytes that it asks for.</param>
    public void Begin(long bytes = 0) => budget = MostAlways + (bytes > long.MaxValue / MostPerByte / 2 ? long.MaxValue / 2 : bytes * MostPerByte);

    /// <summary>Takes work into account.</summary>
    /// <exception cref="Hdf5Exception">It is out of all proportion.</exception>
    public void Spend(long bytes)
    {
        budget -= bytes;
        if (budget < 0)
        {
            throw Hdf5Exception.Corrupt("Its virtual datasets or links refer to the same data so often that reading them would take many times what they hold.");
        }
    }

    /// <summary>Runs what one dataset asks of another.</summary>
    /// <exception cref="Hdf5Exception">They refer to each other without end.</exception>
    public T Nested<T>(Func<T> read)
    {
        if (depth == MostDepth)
        {
            throw Hdf5Exception.Corrupt($"Virtual datasets refer to each other in a circle, or more than {MostDepth} deep.");
        }

        depth++;
        try
        {
            return read();
        }
        finally
        {
            depth--;
        }
    }

    /// <summary>The file that another one names; null when there is none.</summary>
    /// <exception cref="Hdf5Exception">It is no HDF5 file, or damaged.</exception>
    public AddressSpace? Find(AddressSpace parent, string name)
    {
        if (!byName.TryGetValue((parent, name), out AddressSpace? found))
        {
            found = Open(parent, name);
            byName.Add((parent, name), found);
            if (found is null)
            {
                missing.Add(name);
            }
        }

        return found;
    }

    /// <summary>Keeps the handles in use, and closes the one that was not used for longest.</summary>
    public void Used(NeighbourSource source)
    {
        if (open.Last?.Value == source)
        {
            return;
        }

        open.Remove(source);
        open.AddLast(source);
        if (open.Count > MostOpen)
        {
            open.First!.Value.Close();
            open.RemoveFirst();
        }
    }

    public void Dispose()
    {
        foreach (NeighbourSource source in open)
        {
            source.Close();
        }

        open.Clear();
    }

    private AddressSpace? Open(AddressSpace parent, string name)
    {
        IHdf5Source? opened = parent.Source.OpenNeighbour(name);
        Spend(opened is null ? CostOfMissing : CostOfOpening);
        if (opened is null)
        {
            return null;
        }

        if (opened.Identity is string identity && byIdentity.TryGetValue(identity, out AddressSpace? known))
        {
            (opened as IDisposable)?.Dispose();
            return known;
        }

        var source = new NeighbourSource(this, parent.Source, name, opened);
        Used(source);
        AddressSpace file = Hdf5Exception.Guard(() => AddressSpace.Open(source, this, name), name);
        Add(file, opened.Identity);
        return file;
    }
}
