using NDSeg.Filters.Families;

namespace NDSeg.Filters.Gaussian;

/// <summary>The sampled Gaussians of the blurs: truncated, normalised to sum 1, symmetric.</summary>
internal static class GaussianWindow
{
    /// <summary>
    /// The weights of one scale from the centre outwards, length half-width + 1, float64. With s = multiplier x sigma the
    /// half-width is int(2 s + 1.5); with <see cref="FilterSettings.TruncateSigma"/> the standard deviation is int(s) and
    /// the half-width int((4 s + 2) / (2 s) int(s) + 0.5), and a single 1 (the identity) where int(s) is 0.
    /// </summary>
    /// <param name="sigma">Scale before the multiplier, in pixels.</param>
    /// <param name="settings">Multiplier and truncation.</param>
    public static double[] Weights(double sigma, FilterSettings settings)
    {
        double full = settings.SigmaMultiplier * sigma;
        double used = settings.TruncateSigma ? Math.Truncate(full) : full;
        return used == 0 ? [1] : Sample(used, (int)(((4 * full) + 2) / (2 * full) * used + 0.5));
    }

    /// <summary>The half-width of the window of a scale.</summary>
    public static int RadiusOf(double sigma, FilterSettings settings) => Weights(sigma, settings).Length - 1;

    /// <summary>The weights of a Gaussian of the given standard deviation with half-width int(4 s + 0.5), from the centre outwards.</summary>
    /// <param name="deviation">Standard deviation s in pixels, above 0.</param>
    public static double[] Smoothing(double deviation) => Sample(deviation, (int)((4 * deviation) + 0.5));

    /// <summary>The weights of a Gaussian of the given standard deviation with half-width int(3 s + 0.5), from the centre outwards.</summary>
    /// <param name="deviation">Standard deviation s in samples, above 0.</param>
    public static double[] Narrow(double deviation) => Sample(deviation, (int)((3 * deviation) + 0.5));

    private static double[] Sample(double deviation, int halfWidth)
    {
        var weights = new double[halfWidth + 1];
        double sum = 0;
        for (int i = 0; i <= halfWidth; i++)
        {
            weights[i] = Math.Exp(-0.5 / (deviation * deviation) * i * i);
            sum += i == 0 ? weights[i] : 2 * weights[i];
        }

        for (int i = 0; i <= halfWidth; i++)
        {
            weights[i] /= sum;
        }

        return weights;
    }
}
