namespace NDSeg.Images;

/// <summary>Where an image or a label map came from.</summary>
/// <param name="Path">Full path of the file, or null for an image made in memory.</param>
/// <param name="Dataset">HDF5 dataset, or null.</param>
/// <param name="SliceIndex">0-based page or slice, or null when the file holds one image.</param>
/// <param name="SliceCount">Number of slices in the volume, or null.</param>
public sealed record ImageSource(string? Path, string? Dataset = null, int? SliceIndex = null, int? SliceCount = null)
{
    /// <summary>An image that was made in memory.</summary>
    public static ImageSource Memory { get; } = new(Path: null);

    /// <summary>How the file was read; null when there was nothing to choose.</summary>
    public SourceReading? Reading { get; init; }

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
