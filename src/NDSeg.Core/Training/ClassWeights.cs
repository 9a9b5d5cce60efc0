namespace NDSeg.Training;

/// <summary>Weights of the classes in training.</summary>
public static class ClassWeights
{
    /// <summary>
    /// The weight of a pixel of each class: N / (K n_c) for <see cref="ClassWeighting.Balanced"/>, where K counts the classes
    /// that have pixels, so that every such class has the same total; 1 for <see cref="ClassWeighting.None"/>; 0 for a class
    /// without pixels.
    /// </summary>
    /// <param name="pixels">n_c, pixels per class.</param>
    /// <param name="weighting">The rule.</param>
    public static double[] Of(IReadOnlyList<int> pixels, ClassWeighting weighting)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        long total = 0;
        int present = 0;
        foreach (int n in pixels)
        {
            total += n;
            present += n > 0 ? 1 : 0;
        }

        var weights = new double[pixels.Count];
        for (int c = 0; c < weights.Length; c++)
        {
            weights[c] = pixels[c] == 0 ? 0
                : weighting == ClassWeighting.None ? 1
                : total / ((double)present * pixels[c]);
        }

        return weights;
    }
}
