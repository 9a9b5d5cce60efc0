using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO;

/// <summary>What to read from a label file.</summary>
public sealed record LabelReadOptions
{
    /// <summary>Everything, classes named by their values.</summary>
    public static LabelReadOptions Default { get; } = new();

    /// <summary>HDF5 dataset; null takes the file's only image dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>Resolution of labels that are stored in several, 0 for the full one; null reads the full one.</summary>
    public int? Level { get; init; }

    /// <summary>Slices to read; null reads all.</summary>
    public IReadOnlyList<SliceRange>? Slices { get; init; }

    /// <summary>The axis that counts slices.</summary>
    public int? Axis { get; init; }

    /// <summary>The axis that holds red, green, blue.</summary>
    public int? ChannelAxis { get; init; }

    /// <summary>Names of the classes in the order of their values; null takes those the file carries, else <c>class 1</c>, <c>class 2</c>, ...</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Colours of the classes in the order of their values; null takes those the file carries, else distinct ones.</summary>
    public IReadOnlyList<RgbColor>? ClassColors { get; init; }
}
