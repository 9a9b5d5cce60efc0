using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>How much of a label map one class covers.</summary>
/// <param name="Class">The class.</param>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Fraction">Share of the labelled pixels, 0 to 1; 0 when nothing is labelled.</param>
/// <param name="Area">Area in square <paramref name="LengthUnit"/>; null when the pixel size is not known.</param>
/// <param name="LengthUnit">Unit of length, such as <c>inch</c>, <c>cm</c> or the one ImageJ stored; null when the pixel size is not known.</param>
public sealed record SegPhase(SegClass Class, long Pixels, double Fraction, double? Area, string? LengthUnit)
{
    /// <summary>Measures every class of a label map; unlabelled pixels are not counted.</summary>
    public static IReadOnlyList<SegPhase> Measure(SegLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        long[] counts = labels.CountPixels();
        long labelled = counts.Sum() - counts[0];
        PhysicalScale? scale = PhysicalScale.Of(labels.PixelSize);
        double area = labels.PixelSize is PixelSize size ? 1 / (size.PixelsPerUnitX * size.PixelsPerUnitY) : 0;
        return
        [
            .. labels.Classes.Select(c => new SegPhase(
                c,
                counts[c.Index],
                labelled == 0 ? 0 : (double)counts[c.Index] / labelled,
                scale is null ? null : counts[c.Index] * area,
                scale?.Unit)),
        ];
    }
}
