namespace NDSeg.IO.Formats;

/// <summary>What to read from an image file, and how its axes are meant.</summary>
public sealed record ImageReadOptions
{
    /// <summary>Everything, axes as the file says.</summary>
    public static ImageReadOptions Default { get; } = new();

    /// <summary>HDF5 dataset, such as <c>entry/data/data</c>, or a path below a Zarr folder; null takes the file's only image dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>Resolution of an image that is stored in several, 0 for the full one; null reads the full one.</summary>
    public int? Level { get; init; }

    /// <summary>Slices to read, in the order given; null reads all.</summary>
    public IReadOnlyList<SliceRange>? Slices { get; init; }

    /// <summary>The axis of the stored shape that counts slices; negative counts from the last axis.</summary>
    public int? Axis { get; init; }

    /// <summary>The axis of the stored shape that counts channels; negative counts from the last axis.</summary>
    public int? ChannelAxis { get; init; }
}
