namespace NDSeg.PowerShell.Commands;

/// <summary>The groups of filter maps that can be switched on and off.</summary>
public enum FilterName
{
    /// <summary>Gaussian blurs.</summary>
    Gaussian,

    /// <summary>Gradient magnitudes.</summary>
    Gradient,

    /// <summary>The five Hessian maps.</summary>
    Hessian,

    /// <summary>Differences of blurs.</summary>
    DifferenceOfGaussians,

    /// <summary>Membrane projections.</summary>
    Membrane,

    /// <summary>Disc means.</summary>
    Mean,

    /// <summary>Disc minima.</summary>
    Minimum,

    /// <summary>Disc maxima.</summary>
    Maximum,

    /// <summary>Disc medians.</summary>
    Median,

    /// <summary>Means of the pixels close in grey value.</summary>
    Bilateral,
}
