namespace NDSeg.Filters;

/// <summary>What has to be computed at one scale of one channel.</summary>
internal sealed class ScaleProgram
{
    internal ScaleProgram(double sigma, FeatureConfig config)
    {
        Sigma = sigma;
        double[] weights = GaussianWindow.Weights(sigma, config);
        Radius = weights.Length - 1;
        Weights = GC.AllocateUninitializedArray<double>(weights.Length, pinned: true);
        weights.CopyTo(Weights, 0);
        DiscRadius = DiscFootprint.RadiusOf(sigma);
    }

    /// <summary>Scale before the multiplier.</summary>
    internal double Sigma { get; }

    /// <summary>Gaussian weights from the centre outwards, in pinned memory.</summary>
    internal double[] Weights { get; }

    /// <summary>Half-width of the window; 0 is the identity.</summary>
    internal int Radius { get; }

    /// <summary>Radius of the disc.</summary>
    internal int DiscRadius { get; }

    internal int Gaussian { get; set; } = -1;

    internal DerivativeMaps Derivatives { get; } = new();

    internal int Mean { get; set; } = -1;

    internal int Minimum { get; set; } = -1;

    internal int Maximum { get; set; } = -1;

    internal int Median { get; set; } = -1;

    /// <summary>Whether the blur itself is needed, as a map or for other maps.</summary>
    internal bool NeedsBlur { get; set; }

    /// <summary>Whether any disc filter is wanted.</summary>
    internal bool NeedsRank => Mean >= 0 || Minimum >= 0 || Maximum >= 0 || Median >= 0;
}
