using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>How much of a label map one class covers.</summary>
/// <param name="Class">Name of the class.</param>
/// <param name="Value">Its value in label files.</param>
/// <param name="Color">Its colour as <c>#rrggbb</c>.</param>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Fraction">Share of the labelled pixels, 0 to 1; 0 when nothing is labelled.</param>
/// <param name="Area">Area in square <paramref name="LengthUnit"/>; null when the pixel size is not known.</param>
/// <param name="LengthUnit">Unit of length, such as <c>inch</c>, <c>cm</c> or the one ImageJ stored; null when the pixel size is not known.</param>
public sealed record SegPhase(string Class, long Value, string Color, long Pixels, double Fraction, double? Area, string? LengthUnit)
{
    /// <summary>Measures every class of a label map; unlabelled pixels are not counted.</summary>
    public static IReadOnlyList<SegPhase> Measure(SegLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        long[] counts = labels.CountPixels();
        long labelled = counts.Sum() - counts[0];
        (double area, string? unit) = PixelArea(labels.PixelSize);
        return
        [
            .. labels.Classes.Select(c => new SegPhase(
                c.Name,
                c.Value,
                c.Color.ToString(),
                counts[c.Index],
                labelled == 0 ? 0 : (double)counts[c.Index] / labelled,
                unit is null ? null : counts[c.Index] * area,
                unit)),
        ];
    }

    // A resolution without a unit says nothing about size; ImageJ writes its unit into the description.
    private static (double Area, string? Unit) PixelArea(PixelSize? size)
    {
        if (size is null)
        {
            return (0, null);
        }

        string? unit = size.UnitName;
        double area = 1 / (size.PixelsPerUnitX * size.PixelsPerUnitY);
        return area > 0 && double.IsFinite(area) ? (area, unit) : (0, null);
    }
}
