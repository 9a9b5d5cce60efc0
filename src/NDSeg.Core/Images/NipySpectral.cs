namespace NDSeg.Images;

/// <summary>
/// The colour map <c>nipy_spectral</c>: 21 equally spaced control points from black over violet, blue, green, yellow and
/// red to light grey, linear in between, sampled at 256 places as matplotlib does.
/// </summary>
public static class NipySpectral
{
    // Red, green, blue at 0, 0.05, ... 1.
    private static readonly double[] Red = [0, 0.4667, 0.5333, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.7333, 0.9333, 1, 1, 1, 0.8667, 0.8, 0.8];
    private static readonly double[] Green = [0, 0, 0, 0, 0, 0.4667, 0.6, 0.6667, 0.6667, 0.6, 0.7333, 0.8667, 1, 1, 0.9333, 0.8, 0.6, 0, 0, 0, 0.8];
    private static readonly double[] Blue = [0, 0.5333, 0.6, 0.6667, 0.8667, 0.8667, 0.8667, 0.6667, 0.5333, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.8];

    /// <summary>The colour at a position from 0 to 1; positions outside give the end colours.</summary>
    public static RgbColor At(double position)
    {
        double clamped = double.IsNaN(position) ? 0 : Math.Clamp(position, 0, 1);
        int sample = Math.Min((int)(clamped * 256), 255);
        double place = sample == 255 ? 255 : sample * (1 / 255.0) * 255;
        int right = 1;
        while (Stop(right) < place)
        {
            right++;
        }

        double weight = (place - Stop(right - 1)) / (Stop(right) - Stop(right - 1));
        return new RgbColor(Mix(Red, right, weight), Mix(Green, right, weight), Mix(Blue, right, weight));
    }

    /// <summary>
    /// The colour of a class when the predictions 0 .. K - 1 are plotted with the map scaled to their range:
    /// position k / (K - 1). A single class takes the middle of the map.
    /// </summary>
    /// <param name="k">0-based number of the class.</param>
    /// <param name="count">Number of classes K.</param>
    public static RgbColor OfClass(int k, int count) => At(count > 1 ? (double)k / (count - 1) : 0.5);

    private static double Stop(int point) => point * 5 / 100.0 * 255;

    // Results are cut off, not rounded, so every operation here is the one matplotlib does, in its order.
    private static byte Mix(double[] points, int right, double weight)
        => (byte)(((weight * (points[right] - points[right - 1])) + points[right - 1]) * 255);
}
