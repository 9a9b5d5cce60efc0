namespace NDSeg.Images;

/// <summary>
/// Colours for classes: distinct for people with any colour vision, never black, white or grey, which belong to the image and the page.
/// The first seven are those of Okabe and Ito; the others fill the gaps between them.
/// </summary>
public static class ClassPalette
{
    private static readonly RgbColor[] Colors =
    [
        new(0xE6, 0x9F, 0x00), new(0x56, 0xB4, 0xE9), new(0x00, 0x9E, 0x73), new(0xF0, 0xE4, 0x42), new(0x00, 0x72, 0xB2),
        new(0xD5, 0x5E, 0x00), new(0xCC, 0x79, 0xA7), new(0x88, 0x22, 0x55), new(0x44, 0xAA, 0x99), new(0x99, 0x99, 0x33),
        new(0x33, 0x22, 0x88), new(0xCC, 0x66, 0x77),
    ];

    // Hues that go on by the golden angle stay apart however many there are.
    private const double GoldenAngle = 137.50776405003785;

    /// <summary>The colour of class k, counted from 0.</summary>
    public static RgbColor OfClass(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        return k < Colors.Length ? Colors[k] : Hue(k * GoldenAngle % 360, 0.95 - (0.12 * (k % 3)));
    }

    private static RgbColor Hue(double degrees, double value)
    {
        const double Saturation = 0.75;
        return new RgbColor(Channel(5), Channel(3), Channel(1));

        byte Channel(double shift)
        {
            double k = (shift + (degrees / 60)) % 6;
            return (byte)Math.Round(255 * (value - (value * Saturation * Math.Max(0, Math.Min(Math.Min(k, 4 - k), 1)))));
        }
    }
}
