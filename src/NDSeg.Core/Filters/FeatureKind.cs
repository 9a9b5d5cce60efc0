namespace NDSeg.Filters;

/// <summary>What a feature map measures.</summary>
public enum FeatureKind
{
    /// <summary>The grey value, scaled to 0..1.</summary>
    Original,

    /// <summary>Gaussian blur.</summary>
    Gaussian,

    /// <summary>Gradient magnitude of a blur.</summary>
    Gradient,

    /// <summary>Larger Hessian eigenvalue of a blur.</summary>
    HessianEig1,

    /// <summary>Smaller Hessian eigenvalue of a blur.</summary>
    HessianEig2,

    /// <summary>Root of the squared Hessian entries hyy, hxy, hxx.</summary>
    HessianMod,

    /// <summary>Hessian trace.</summary>
    HessianTrace,

    /// <summary>Hessian determinant.</summary>
    HessianDet,

    /// <summary>Mean over a disc of the 8-bit image.</summary>
    Mean,

    /// <summary>Minimum over a disc of the 8-bit image.</summary>
    Minimum,

    /// <summary>Maximum over a disc of the 8-bit image.</summary>
    Maximum,

    /// <summary>Median over a disc of the 8-bit image.</summary>
    Median,

    /// <summary>Difference of two Gaussian blurs.</summary>
    DifferenceOfGaussians,

    /// <summary>Mean of the 30 membrane projections.</summary>
    MembraneMean,

    /// <summary>Maximum of the membrane projections.</summary>
    MembraneMax,

    /// <summary>Minimum of the membrane projections.</summary>
    MembraneMin,

    /// <summary>Sum of the membrane projections.</summary>
    MembraneSum,

    /// <summary>Population standard deviation of the membrane projections.</summary>
    MembraneStd,

    /// <summary>Median of the membrane projections.</summary>
    MembraneMedian,

    /// <summary>Mean over a disc of the pixels close in grey value.</summary>
    Bilateral,

    /// <summary>A raw channel appended to the stack.</summary>
    Extra,
}
