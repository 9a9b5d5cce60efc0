using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>How much of a label map one class covers.</summary>
/// <param name="Class">Name of the class.</param>
/// <param name="Value">Its value in label files.</param>
/// <param name="Color">Its colour as <c>#rrggbb</c>.</param>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Fraction">Share of the labelled pixels, 0 to 1; 0 when nothing is labelled.</param>
/// <param name="Area">Area in square <paramref name="LengthUnit"/>; null in a volume and when the pixel size is not known.</param>
/// <param name="LengthUnit">Unit of length, such as <c>inch</c>, <c>cm</c> or the one ImageJ stored; null when the pixel size is not known.</param>
public sealed record SegPhase(string Class, long Value, string Color, long Pixels, double Fraction, double? Area, string? LengthUnit)
{
    /// <summary>Volume in cubic <see cref="LengthUnit"/>; null in a single map and where the voxel size is not known.</summary>
    public double? Volume { get; init; }

    /// <summary>Area, or volume where the labels are a volume, in <see cref="SizeUnit"/>; null when the pixel size is not known.</summary>
    public double? Size => Volume ?? Area;

    /// <summary>Unit of <see cref="Size"/>, such as <c>µm²</c> or <c>µm³</c>; null when the pixel size is not known.</summary>
    public string? SizeUnit => Size is null ? null : LengthUnit + (Volume is null ? "²" : "³");

    /// <summary>Measures every class of a label map; unlabelled pixels are not counted.</summary>
    public static IReadOnlyList<SegPhase> Measure(SegLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var measurement = new PhaseMeasurement(labels.Classes);
        measurement.Add(labels);
        return measurement.Complete(labels.PixelSize);
    }

    /// <summary>Measures every class of a label volume, slice by slice, with memory for one slice; unlabelled voxels are not counted. A volume of one slice is a label map: it has areas.</summary>
    /// <param name="labels">The volume.</param>
    /// <param name="options">Cancellation and progress; null for the defaults.</param>
    /// <exception cref="SegException">What reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<SegPhase> Measure(SegLabelVolume labels, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        options ??= RunOptions.Default;
        var measurement = new PhaseMeasurement(labels.Classes);
        PixelSize? pixelSize = null;
        for (int z = 0; z < labels.Depth; z++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            SegLabels slice = labels.ReadSlice(z);
            pixelSize = slice.PixelSize;
            measurement.Add(slice);
            options.Progress?.Report((z + 1.0) / labels.Depth);
        }

        return labels.Depth == 1 ? measurement.Complete(pixelSize) : measurement.Complete(labels.VoxelSize);
    }
}
