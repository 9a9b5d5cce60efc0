namespace NDSeg.IO.Formats;

/// <summary>How a label file is written.</summary>
public sealed record LabelWriteOptions
{
    /// <summary>No overwriting, no provenance.</summary>
    public static LabelWriteOptions Default { get; } = new();

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>JSON kept in the file: ImageDescription of a TIFF, text chunk of a PNG, attribute of an HDF5 dataset; null for none.</summary>
    public string? Provenance { get; init; }

    /// <summary>Whether a Zarr label map has one file per level, a shard of small chunks, instead of one file per chunk.</summary>
    public bool Sharded { get; init; }

    /// <summary>Name of the dataset in an HDF5 file.</summary>
    public string Dataset { get; init; } = "labels";
}
