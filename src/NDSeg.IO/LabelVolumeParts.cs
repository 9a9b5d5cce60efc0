using NDSeg.IO.Formats;
using NDSeg.IO.Labels;

namespace NDSeg.IO;

/// <summary>Looks at the folders of <see cref="LabelVolumePart"/> and joins them. Nothing in them is locked, repaired or removed.</summary>
public static class LabelVolumeParts
{
    /// <summary>The slices that have a file in a part's folder, in ascending order; whether the files are whole is not looked at.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="fingerprint">Identifies what the slices are computed from; slices of another computation do not count.</param>
    /// <exception cref="SegException">FileNotReadable.</exception>
    public static IReadOnlyList<int> Slices(string folder, string fingerprint)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            return VolumeFolder.ReadHeader(folder)?.Fingerprint == fingerprint ? [.. VolumeFolder.Slices(folder).Select(s => s.Slice).Order()] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{folder}': {e.Message}", "Check its permissions.", cause: e);
        }
    }

    /// <summary>The file of a slice in a part's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="slice">0-based place in the volume.</param>
    public static string FileOf(string folder, int slice) => VolumeFolder.SlicePath(folder, slice);

    /// <summary>
    /// Makes the volume of all parts, reading one slice at a time. The file is complete or absent, and has the bytes that one
    /// <see cref="LabelVolumeWriter"/> would have given it.
    /// </summary>
    /// <param name="target">The volume, .tif/.tiff or .h5/.hdf5.</param>
    /// <param name="folderOf">The folder each slice is in; null for a slice that is filled with 0.</param>
    /// <param name="options">How to write; the number of slices must be given.</param>
    /// <param name="cancellation">Ends the joining early; no file is left.</param>
    /// <exception cref="SegException">VolumeIncomplete, VolumeShapeMismatch, TargetExists, TargetNotWritable, UnknownFormat.</exception>
    public static void Join(string target, Func<int, string?> folderOf, LabelVolumeOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folderOf);
        ArgumentNullException.ThrowIfNull(options);
        ILabelVolumeFormat format = FileFormats.ForTarget(target, f => f.Volumes is not null).Volumes!;
        int count = options.SliceCount ?? throw new ArgumentException("The number of slices must be given.", nameof(options));
        string?[] folders = [.. Enumerable.Range(0, count).Select(folderOf)];
        format.Write(new OutputTarget(Path.GetFullPath(target), options.Overwrite), PartSlices.Open(target, folders), options, cancellation);
    }
}
