namespace NDSeg.Images;

/// <summary>Where an image or a label map came from.</summary>
/// <param name="Path">Full path of the file, or null for an image made in memory.</param>
/// <param name="Dataset">HDF5 dataset, or null.</param>
/// <param name="SliceIndex">0-based page or slice, or null when the file holds one image.</param>
/// <param name="SliceCount">Number of slices in the volume, or null.</param>
/// <param name="Ordinal">0-based place among the slices that were asked for; a damaged slice leaves a gap. Null outside a series.</param>
/// <param name="OrdinalCount">Number of slices that were asked for, or null.</param>
public sealed record ImageSource(string? Path, string? Dataset = null, int? SliceIndex = null, int? SliceCount = null, int? Ordinal = null, int? OrdinalCount = null)
{
    /// <summary>An image that was made in memory.</summary>
    public static ImageSource Memory { get; } = new(Path: null);

    /// <summary>How the file was read; null when there was nothing to choose.</summary>
    public SourceReading? Reading { get; init; }

    /// <summary>
    /// The places (see <see cref="Ordinal"/>) that were left out because the interrupted run being continued has finished them;
    /// null when nothing is being continued.
    /// </summary>
    public IReadOnlyList<int>? FinishedOrdinals { get; init; }

    /// <summary>A short name for messages, figures and derived file names: file name, dataset, slice.</summary>
    public override string ToString()
    {
        string name = Path is null ? "(memory)" : System.IO.Path.GetFileName(Path);
        if (Dataset is not null)
        {
            name += ":" + Dataset;
        }

        return SliceIndex is int slice ? $"{name}[{slice}]" : name;
    }
}
