using NDSeg.Storage;

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

    /// <summary>The bytes that were read, by their hash; null for an image that was not read from a file by this module.</summary>
    public IContent? Content { get; init; }

    /// <summary>The other files that were drawn on, as by a virtual dataset; null where there are none.</summary>
    public FileParts? Parts { get; init; }

    /// <summary>Whether two sources name the same place; what stood there is no part of the name.</summary>
    public bool Equals(ImageSource? other)
        => other is not null && Path == other.Path && Dataset == other.Dataset && SliceIndex == other.SliceIndex && SliceCount == other.SliceCount && Reading == other.Reading;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Dataset, SliceIndex, SliceCount, Reading);

    /// <summary>SHA-256 of the file, or of the folder, as it was read; of the one that is there now where the source does not know; null where there is no file.</summary>
    /// <param name="cancellation">Ends a long read early.</param>
    /// <exception cref="SegException">InputChanged; FileNotReadable.</exception>
    public string? Sha256(CancellationToken cancellation = default)
        => Content is not null ? Content.Sha256(cancellation) : Path is not null && System.IO.Path.Exists(Path) ? FileFingerprint.Of(Path, "image", cancellation: cancellation).Sha256 : null;

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
