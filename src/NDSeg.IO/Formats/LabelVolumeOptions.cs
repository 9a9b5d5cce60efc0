using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>How a label volume is written.</summary>
public sealed record LabelVolumeOptions
{
    /// <summary>No overwriting, nothing to continue.</summary>
    public static LabelVolumeOptions Default { get; } = new();

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// Continue what an ended run left beside the target, and keep it when this run ends early. Without it an old
    /// remainder is removed at the start, and nothing is left by <see cref="LabelVolumeWriter.Dispose"/>.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Identifies what the slices are computed from (hashes of input, model, configuration); a remainder made from
    /// something else is not continued. Null accepts any.
    /// </summary>
    public string? Fingerprint { get; init; }

    /// <summary>
    /// Several processes write disjoint slices of the volume, and one of them completes it when all have ended. Needs a format whose
    /// slices stand in files of their own (.zarr), and <see cref="Classes"/> and <see cref="SliceCount"/>, which all must give alike. What is there
    /// is continued, as with <see cref="Resume"/>, and stays until it is completed.
    /// </summary>
    public bool Shared { get; init; }

    /// <summary>Whether a Zarr volume has one file per slice and level, a shard of small chunks, instead of one file per chunk.</summary>
    public bool Sharded { get; init; }

    /// <summary>Number of slices the finished volume must have; null accepts any number.</summary>
    public int? SliceCount { get; init; }

    /// <summary>
    /// Physical resolution of the first slice, which the volume has where its format keeps one for all slices; null takes that of the
    /// slice that is written first. Processes that share a volume do not know which one that will be.
    /// </summary>
    public PixelSize? PixelSize { get; init; }

    /// <summary>JSON kept in the file; null for none. Must not differ between runs that should give the same bytes.</summary>
    public string? Provenance { get; init; }

    /// <summary>Classes whose names and colours are kept in the file; null for none.</summary>
    public IReadOnlyList<SegClass>? Classes { get; init; }

    /// <summary>Name of the dataset in an HDF5 file.</summary>
    public string Dataset { get; init; } = "labels";
}
