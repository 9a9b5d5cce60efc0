using System.Runtime.CompilerServices;
using NDSeg.Images;

namespace NDSeg.Paint.Display;

/// <summary>How samples of an image become shades.</summary>
/// <param name="Low">The sample value that tiles give as 0.</param>
/// <param name="High">The sample value that tiles give as 65535.</param>
/// <param name="Dark">The value to show black at first: half a percent of the pixels are darker.</param>
/// <param name="Bright">The value to show white at first: half a percent of the pixels are brighter.</param>
internal sealed record ShownRange(double Low, double High, double Dark, double Bright)
{
    private const int MostSamples = 500_000;
    private const double Tail = 0.005;

    private static readonly ConditionalWeakTable<SegImage, ShownRange> Known = [];

    /// <summary>Measures an image, once: the whole range of the type for 8 bits, otherwise that of a sample of its pixels.</summary>
    public static ShownRange Of(SegImage image) => Known.GetValue(image, Measure);

    private static ShownRange Measure(SegImage image)
    {
        int step = Math.Max(1, (int)Math.Sqrt((double)image.Height * image.Width / MostSamples));
        var samples = new List<double>();
        for (int y = 0; y < image.Height; y += step)
        {
            for (int x = 0; x < image.Width; x += step)
            {
                double value = image[0, y, x];
                if (double.IsFinite(value))
                {
                    samples.Add(value);
                }
            }
        }

        samples.Sort();
        double At(double share) => samples.Count > 0 ? samples[(int)Math.Round(share * (samples.Count - 1))] : 0;
        (double low, double high) = image.PixelType == PixelType.UInt8 ? (0, byte.MaxValue) : (At(0), At(1));
        if (!(high > low))
        {
            (low, high) = (Math.Min(low, 0), Math.Max(low, 0) + 1);
        }

        double dark = At(Tail);
        double bright = At(1 - Tail);
        return bright > dark ? new ShownRange(low, high, dark, bright) : new ShownRange(low, high, low, high);
    }
}
