namespace NDSeg.Imaging;

/// <summary>
/// The colour map <c>nipy_spectral</c>: 21 equally spaced control points from black over violet, blue, green, yellow and
/// red to light grey, linear in between, sampled at 256 places as matplotlib does.
/// </summary>
public static class NipySpectral
{
    // Red, green, blue at 0, 0.05, ... 1, in ten-thousandths.
    private static readonly int[] Red = [0, 4667, 5333, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7333, 9333, 10000, 10000, 10000, 8667, 8000, 8000];
    private static readonly int[] Green = [0, 0, 0, 0, 0, 4667, 6000, 6667, 6667, 6000, 7333, 8667, 10000, 10000, 9333, 8000, 6000, 0, 0, 0, 8000];
    private static readonly int[] Blue = [0, 5333, 6000, 6667, 8667, 8667, 8667, 6667, 5333, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8000];

    /// <summary>The colour at a position from 0 to 1; positions outside give the end colours.</summary>
    public static RgbColor At(double position)
    {
        double clamped = double.IsNaN(position) ? 0 : Math.Clamp(position, 0, 1);
        double place = Math.Min((int)(clamped * 256), 255) / 255.0 * 20;
        int left = Math.Min((int)place, 19);
        double weight = place - left;
        return new RgbColor(Mix(Red, left, weight), Mix(Green, left, weight), Mix(Blue, left, weight));
    }

    /// <summary>
    /// The colour of a class when the predictions 0 .. K - 1 are plotted with the map scaled to their range:
    /// position k / (K - 1). A single class takes the middle of the map.
    /// </summary>
    /// <param name="k">0-based number of the class.</param>
    /// <param name="count">Number of classes K.</param>
    public static RgbColor OfClass(int k, int count) => At(count > 1 ? (double)k / (count - 1) : 0.5);

    private static byte Mix(int[] points, int left, double weight)
        => (byte)((points[left] + (weight * (points[left + 1] - points[left]))) / 10000 * 255);
}
