using System.Globalization;

namespace NDSeg.Images;

/// <summary>The size of a pixel in a unit of length, as far as the file says one.</summary>
/// <param name="Width">Distance between columns in <paramref name="Unit"/>.</param>
/// <param name="Height">Distance between rows in <paramref name="Unit"/>.</param>
/// <param name="Depth">Distance between slices in <paramref name="Unit"/>; null when the file does not say.</param>
/// <param name="Unit">Unit of length, such as <c>µm</c>, <c>inch</c> or <c>cm</c>.</param>
public sealed record PhysicalScale(double Width, double Height, double? Depth, string Unit)
{
    /// <summary>Reads the scale out of a resolution; null when there is none or it has no unit: a number alone says nothing about size.</summary>
    public static PhysicalScale? Of(PixelSize? size)
    {
        string? named = ImageJ(size?.Description, "unit");
        if (size is null || (named is not null ? NameOf(named) : UnitOf(size.Unit)) is not string unit)
        {
            return null;
        }

        double width = 1 / size.PixelsPerUnitX;
        double height = 1 / size.PixelsPerUnitY;
        return width > 0 && height > 0 && double.IsFinite(width) && double.IsFinite(height)
            ? new PhysicalScale(width, height, named is not null ? SpacingOf(size) : null, unit)
            : null;
    }

    /// <summary>The distance between slices in the unit of ImageJ's description, whether that names one or not; null where it does not say.</summary>
    internal static double? SpacingOf(PixelSize? size)
        => double.TryParse(ImageJ(size?.Description, "spacing"), NumberStyles.Float, CultureInfo.InvariantCulture, out double spacing) && spacing > 0 && double.IsFinite(spacing) ? spacing : null;

    private static string? UnitOf(int tiffUnit) => tiffUnit switch { 2 => "inch", 3 => "cm", _ => null };

    // ImageJ keeps a unit of its own in the description, one "key=value" per line.
    private static string? ImageJ(string? description, string key)
    {
        if (description is null || !description.StartsWith("ImageJ=", StringComparison.Ordinal))
        {
            return null;
        }

        string? line = description.Split('\n').FirstOrDefault(l => l.StartsWith(key + "=", StringComparison.Ordinal));
        return line?[(key.Length + 1)..].Trim();
    }

    private static string? NameOf(string unit) => unit switch
    {
        "" or "pixel" or "pixels" => null,
        "micron" or "um" or "\\u00B5m" => "\u00B5m",
        _ => unit,
    };
}
