using NDSeg.IO.Labels;

namespace NDSeg.IO;

/// <summary>Looks at what an interrupted <see cref="LabelVolumeWriter"/> left beside its target. Only reads: nothing is locked, repaired or removed.</summary>
public static class PartialVolume
{
    /// <summary>The slices that are finished and whole, in ascending order; none where nothing was left.</summary>
    /// <param name="target">The file that the volume was to become.</param>
    /// <exception cref="SegException">FileNotReadable.</exception>
    public static IReadOnlyList<int> FinishedSlices(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        string folder = VolumeFolder.PathOf(path);
        try
        {
            if (FileFormats.InPlaceOf(path) is { } inPlace)
            {
                return inPlace.FinishedSlices(path);
            }

            return VolumeFolder.ReadHeader(folder) is not null
                ? [.. VolumeFolder.Slices(folder).Where(s => SliceFile.Read(s.File) is not null).Select(s => s.Slice).Order()]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{folder}': {e.Message}", "Check its permissions.", cause: e);
        }
    }
}
