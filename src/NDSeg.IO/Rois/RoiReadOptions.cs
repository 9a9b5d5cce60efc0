using NDSeg.IO.Formats;

namespace NDSeg.IO.Rois;

/// <summary>What strokes are painted into.</summary>
public sealed record RoiReadOptions
{
    /// <summary>Rows; null takes what the file says.</summary>
    public int? Height { get; init; }

    /// <summary>Columns; null takes what the file says.</summary>
    public int? Width { get; init; }

    /// <summary>Number of slices of the volume; null takes what the file says, or the last slice with strokes.</summary>
    public int? SliceCount { get; init; }

    /// <summary>Whether the number of slices must be known rather than taken from the last one with strokes.</summary>
    public bool WholeVolume { get; init; }

    /// <summary>Which image's strokes to read from a file that has those of several, such as <c>labels001</c> of an ilastik project.</summary>
    public string? Part { get; init; }

    /// <summary>Which of the slices with strokes to give; null gives all of them.</summary>
    public IReadOnlyList<SliceRange>? Slices { get; init; }

    /// <summary>Names of the classes in the order of their values; null takes those of the file.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }
}
