using NDSeg.Images;

namespace NDSeg.Paint.Classes;

/// <summary>
/// Colours for new classes: distinct for people with any colour vision, clearly apart from grey images on both light and dark
/// pages, never black, white or grey. The first seven are those of Okabe and Ito; the others fill the gaps between them.
/// </summary>
internal static class PaintPalette
{
    private static readonly RgbColor[] Colors =
    [
        new(0xE6, 0x9F, 0x00), new(0x56, 0xB4, 0xE9), new(0x00, 0x9E, 0x73), new(0xF0, 0xE4, 0x42), new(0x00, 0x72, 0xB2),
        new(0xD5, 0x5E, 0x00), new(0xCC, 0x79, 0xA7), new(0x88, 0x22, 0x55), new(0x44, 0xAA, 0x99), new(0x99, 0x99, 0x33),
        new(0x33, 0x22, 0x88), new(0xCC, 0x66, 0x77),
    ];

    /// <summary>The first colour nobody has; beyond the table, hues by the golden angle.</summary>
    public static RgbColor Next(IReadOnlyCollection<RgbColor> taken)
    {
        foreach (RgbColor color in Colors)
        {
            if (!taken.Contains(color))
            {
                return color;
            }
        }

        return Hue(taken.Count * 137.508 % 360, 0.55 + (0.2 * (taken.Count % 2)));
    }

    private static RgbColor Hue(double degrees, double light)
    {
        double chroma = (1 - Math.Abs((2 * light) - 1)) * 0.75;
        byte Channel(double shift)
        {
            double k = (shift + (degrees / 30)) % 12;
            return (byte)Math.Round(255 * (light - (chroma / 2 * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1)))));
        }

        return new RgbColor(Channel(0), Channel(8), Channel(4));
    }
}
