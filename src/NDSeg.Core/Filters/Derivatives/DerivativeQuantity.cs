namespace NDSeg.Filters.Derivatives;

/// <summary>The derivative maps of one blur, in the order of the stack and of the targets of <see cref="DerivativeRow"/>.</summary>
internal enum DerivativeQuantity
{
    /// <summary>Gradient magnitude.</summary>
    Gradient,

    /// <summary>Greater Hessian eigenvalue.</summary>
    Eig1,

    /// <summary>Smaller Hessian eigenvalue.</summary>
    Eig2,

    /// <summary>Root of the squared Hessian entries hyy, hxy, hxx.</summary>
    Mod,

    /// <summary>Hessian trace.</summary>
    Trace,

    /// <summary>Hessian determinant.</summary>
    Det,
}
