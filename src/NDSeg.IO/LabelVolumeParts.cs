using NDSeg.IO.Formats;
using NDSeg.IO.Labels;
using NDSeg.Storage;

namespace NDSeg.IO;

/// <summary>
/// A label volume that several processes or machines write in parts, each of them some of its slices. A TIFF or HDF5 file can have
/// one writer only: every part keeps its slices, compressed, in a folder of its own, and <see cref="Join"/> makes the file. A Zarr
/// volume has its chunks in files of their own: all parts write them into place, and <see cref="Join"/> checks and seals it.
/// </summary>
public sealed class LabelVolumeParts
{
    private readonly string target;
    private readonly LabelVolumeOptions options;
    private readonly ILabelVolumeFormat? joined;
    private readonly IInPlaceFormat? inPlace;

    /// <summary>Describes the volume; nothing is written.</summary>
    /// <param name="target">The volume, .tif/.tiff, .h5/.hdf5 or .zarr.</param>
    /// <param name="options">How to write: fingerprint, number of slices and classes must be given, the same in every process.</param>
    /// <exception cref="SegException">UnknownFormat.</exception>
    public LabelVolumeParts(string target, LabelVolumeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fingerprint is null || options.SliceCount is null || options.Classes is null)
        {
            throw new ArgumentException("Fingerprint, number of slices and classes must be given.", nameof(options));
        }

        this.target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        FileFormat format = FileFormats.ForTarget(this.target, f => f.Volumes is not null || f.InPlace is not null);
        inPlace = format.InPlace;
        joined = format.Volumes;
        this.options = options with { Resume = true, Shared = inPlace is not null };
    }

    /// <summary>Whether the parts of a volume write it into place, instead of each keeping its slices until they are joined.</summary>
    /// <param name="target">The volume.</param>
    public static bool WritesInPlace(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        return FileFormats.InPlaceOf(Path.TrimEndingDirectorySeparator(target)) is not null;
    }

    /// <summary>Refuses a volume that cannot be written, before anything is computed for it. An image that gets labels gets the place for them.</summary>
    /// <param name="target">Full path of the volume.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="SegException">TargetExists, TargetNotOurs, TargetNotWritable.</exception>
    public static void RequireTarget(string target, LabelVolumeOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(options);
        if (FileFormats.InPlaceOf(target) is { } format)
        {
            format.RequireWritable(target, options);
            return;
        }

        AtomicFile.RequireFolder(target);
        if (!options.Overwrite && Path.Exists(target))
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected nothing at '{target}', found a volume.", "Use -Force to replace it.");
        }
    }

    /// <summary>Holds the folder of a part, whatever computation its slices are of, and leaves what is in it alone.</summary>
    /// <param name="target">The volume, for messages.</param>
    /// <param name="folder">The part's own folder; the folder above it must be there.</param>
    /// <exception cref="SegException">TargetBusy, TargetNotWritable, PartialNotOurs.</exception>
    public static HeldPart Hold(string target, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new HeldPart(VolumeFolder.Open(target, folder), target);
    }

    /// <summary>Takes a part for this process.</summary>
    /// <param name="folder">The part's own folder, made where it is missing; the folder above it must be there.</param>
    /// <exception cref="SegException">TargetBusy, TargetNotWritable, PartialNotOurs, TargetExists, ResumeMismatch.</exception>
    public LabelVolumePart Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (inPlace is null)
        {
            // Slices of another computation in the part's own folder are nobody else's.
            return new LabelVolumePart(SliceStore.Open(target, folder, options with { Overwrite = true }, joined!), hold: null);
        }

        var hold = VolumeFolder.Open(target, folder);
        try
        {
            return new LabelVolumePart(inPlace.Open(target, options), hold);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>Makes ready what all parts share.</summary>
    /// <param name="discard">Whether what an earlier computation left of this volume is removed; else it is an error.</param>
    /// <exception cref="SegException">ResumeMismatch, TargetBusy, TargetExists, TargetNotWritable, PartialNotOurs.</exception>
    public void Prepare(bool discard)
    {
        if (inPlace is null)
        {
            return;
        }

        if (discard && Directory.Exists(VolumeFolder.PathOf(target)))
        {
            using IVolumeStore earlier = inPlace.Open(target, options with { Shared = false, Resume = false, Overwrite = true });
            earlier.Delete();
        }

        inPlace.Open(target, options).Dispose();
    }

    /// <summary>Looks at slices, which need not be held; whether their files are whole is not looked at.</summary>
    /// <param name="folder">The part's folder; it need not exist.</param>
    /// <param name="slices">Places in the volume.</param>
    /// <returns>Those that are there.</returns>
    /// <exception cref="SegException">FileNotReadable.</exception>
    public IReadOnlyList<int> Present(string folder, IEnumerable<int> slices) => Reading(folder, () =>
    {
        Func<int, IReadOnlyList<string>>? files = Files(folder);
        return files is null ? [] : slices.Where(s => files(s).All(File.Exists)).ToList();
    });

    /// <summary>Describes what is stored of slices, which need not be held.</summary>
    /// <param name="folder">The part's folder.</param>
    /// <param name="slices">Places in the volume.</param>
    /// <param name="content">Whether their bytes are hashed.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>One for each slice, null for one that is not there.</returns>
    /// <exception cref="SegException">FileNotReadable.</exception>
    public IReadOnlyList<StoredSlice?> Describe(string folder, IEnumerable<int> slices, bool content, CancellationToken cancellation = default) => Reading(folder, () =>
    {
        Func<int, IReadOnlyList<string>>? files = Files(folder);
        return slices.Select(s => files is null ? null : StoredSlice.Of(files(s), content, cancellation)).ToList();
    });

    /// <summary>
    /// Makes the volume, which is complete or absent and has the bytes that one <see cref="LabelVolumeWriter"/> would have given it.
    /// </summary>
    /// <param name="folderOf">The folder of the part that a slice belongs to.</param>
    /// <param name="missing">The slices to fill with 0.</param>
    /// <param name="overwrite">Whether an existing volume is replaced.</param>
    /// <param name="provenance">JSON kept in the volume; null for none.</param>
    /// <param name="cancellation">Ends the joining early.</param>
    /// <exception cref="SegException">VolumeIncomplete, VolumeShapeMismatch, TargetBusy, TargetExists, TargetNotWritable.</exception>
    public void Join(Func<int, string> folderOf, IReadOnlySet<int> missing, bool overwrite, string? provenance, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folderOf);
        ArgumentNullException.ThrowIfNull(missing);
        LabelVolumeOptions final = options with { Overwrite = overwrite || options.Overwrite, Provenance = provenance };
        if (inPlace is null)
        {
            string?[] folders = [.. Enumerable.Range(0, options.SliceCount!.Value).Select(slice => missing.Contains(slice) ? null : folderOf(slice))];
            joined!.Write(new OutputTarget(target, final.Overwrite), PartSlices.Open(target, folders), final, cancellation);
            return;
        }

        using IVolumeStore store = inPlace.Open(target, final);
        foreach (int slice in missing.Order())
        {
            store.WriteBlank(slice);
        }

        store.Complete(final, cancellation);
    }

    // The files of any slice; null where nothing of this computation is there.
    private Func<int, IReadOnlyList<string>>? Files(string folder)
        => inPlace is not null ? inPlace.SliceFiles(target, options.Fingerprint!)
            : VolumeFolder.ReadHeader(folder)?.Fingerprint == options.Fingerprint ? slice => [VolumeFolder.SlicePath(folder, slice)] : null;

    private static T Reading<T>(string folder, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{folder}': {e.Message}", "Check its permissions.", cause: e);
        }
    }
}
