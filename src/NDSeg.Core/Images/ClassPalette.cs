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

    // Thousands of objects need more than hues: brightness and saturation go on by steps that never fall together with those of the hue.
    private const double Spread1 = 0.5698402909980532;
    private const double Spread2 = 0.7548776662466927;

    // As many as label files of 8 bits have classes.
    private const int FewColors = 255;

    /// <summary>The colour of class k, counted from 0.</summary>
    public static RgbColor OfClass(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        double hue = k * GoldenAngle % 360;
        return k < Colors.Length ? Colors[k]
            : k < FewColors ? Hue(hue, 0.95 - (0.12 * (k % 3)), 0.75)
            : Hue(hue, 0.7 + (0.28 * (k * Spread1 % 1)), 0.45 + (0.5 * (k * Spread2 % 1)));
    }

    private static RgbColor Hue(double degrees, double value, double saturation)
    {
        return new RgbColor(Channel(5), Channel(3), Channel(1));

        byte Channel(double shift)
        {
            double k = (shift + (degrees / 60)) % 6;
            return (byte)Math.Round(255 * (value - (value * saturation * Math.Max(0, Math.Min(Math.Min(k, 4 - k), 1)))));
        }
    }
}
