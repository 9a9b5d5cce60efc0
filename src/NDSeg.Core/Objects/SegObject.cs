namespace NDSeg.Objects;

/// <summary>
/// One connected component of one class. Places are counted from 0 at the first pixel, row and column; ends are not part of the
/// box, as in <c>[first:end]</c>.
/// </summary>
public sealed record SegObject
{
    /// <summary>Number of the object, from 1, in the order of their first pixels (slice, row, column).</summary>
    public required int Id { get; init; }

    /// <summary>Name of the class.</summary>
    public required string Class { get; init; }

    /// <summary>The value the class has in label files.</summary>
    public required long Value { get; init; }

    /// <summary>Number of pixels, or voxels in a volume.</summary>
    public required long Pixels { get; init; }

    /// <summary>Area in <see cref="SizeUnit"/>, volume where the labels are a volume; null when the pixel size is not known.</summary>
    public double? Size { get; init; }

    /// <summary>Unit of <see cref="Size"/>, such as <c>µm²</c> or <c>µm³</c>; null when the pixel size is not known.</summary>
    public string? SizeUnit { get; init; }

    /// <summary>Diameter in pixels of the circle, or the sphere in a volume, with as many pixels.</summary>
    public required double DiameterPixels { get; init; }

    /// <summary>Diameter of the circle or sphere of the same <see cref="Size"/>, in <see cref="LengthUnit"/>; null when the pixel size is not known.</summary>
    public double? Diameter { get; init; }

    /// <summary>Unit of <see cref="Diameter"/>; null when the pixel size is not known.</summary>
    public string? LengthUnit { get; init; }

    /// <summary>Mean column of the pixels.</summary>
    public required double CentroidX { get; init; }

    /// <summary>Mean row of the pixels.</summary>
    public required double CentroidY { get; init; }

    /// <summary>Mean slice of the pixels; null in an image.</summary>
    public double? CentroidZ { get; init; }

    /// <summary>First column.</summary>
    public required int FirstColumn { get; init; }

    /// <summary>One past the last column.</summary>
    public required int EndColumn { get; init; }

    /// <summary>First row.</summary>
    public required int FirstRow { get; init; }

    /// <summary>One past the last row.</summary>
    public required int EndRow { get; init; }

    /// <summary>First slice; null in an image that is no slice.</summary>
    public int? FirstSlice { get; init; }

    /// <summary>One past the last slice; null in an image that is no slice.</summary>
    public int? EndSlice { get; init; }

    /// <summary>Whether the object reaches the border of the image or volume, where part of it may be missing.</summary>
    public required bool TouchesBorder { get; init; }

    /// <summary>The label map or volume it was found in.</summary>
    public required string Source { get; init; }

    /// <summary>Column of the first pixel, which lies in the first row of the first slice.</summary>
    internal int StartColumn { get; init; }
}
