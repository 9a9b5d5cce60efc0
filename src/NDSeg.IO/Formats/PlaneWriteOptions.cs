using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>How maps and images are written.</summary>
public sealed record PlaneWriteOptions
{
    /// <summary>No overwriting, no names.</summary>
    public static PlaneWriteOptions Default { get; } = new();

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>One name per plane (class or map names); null for none.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Sample type of all planes.</summary>
    public PixelType Type { get; init; } = PixelType.Float32;

    /// <summary>Physical resolution to store.</summary>
    public PixelSize? PixelSize { get; init; }

    /// <summary>JSON kept in the file; null for none.</summary>
    public string? Provenance { get; init; }

    /// <summary>Name of the dataset in an HDF5 file.</summary>
    public string Dataset { get; init; } = "data";
}
