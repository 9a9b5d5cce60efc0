namespace NDSeg.Cpu.Simd;

/// <summary>
/// The vector operations the kernels are written with. One kernel, several widths: every operation works lane by lane
/// and rounds as IEEE 754 says, so that a kernel gives the same bytes whatever <typeparamref name="TVec"/> is. The scalar
/// twin is the one-lane implementation.
/// </summary>
/// <typeparam name="TVec">Vector type, or the element type itself for the scalar twin.</typeparam>
/// <typeparam name="TElem">Element type.</typeparam>
internal unsafe interface ILanes<TVec, TElem>
    where TVec : unmanaged
    where TElem : unmanaged
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> elements; no alignment needed.</summary>
    static abstract TVec Load(TElem* source);

    /// <summary>Writes <see cref="Count"/> elements; no alignment needed.</summary>
    static abstract void Store(TElem* target, TVec value);

    /// <summary>Writes past the caches; <paramref name="target"/> is aligned to the vector's size.</summary>
    static abstract void StoreStream(TElem* target, TVec value);

    /// <summary>The same value in every lane.</summary>
    static abstract TVec Broadcast(TElem value);

    /// <summary>a + b, wrapping for integers.</summary>
    static abstract TVec Add(TVec a, TVec b);

    /// <summary>a - b, wrapping for integers.</summary>
    static abstract TVec Sub(TVec a, TVec b);

    /// <summary>a b.</summary>
    static abstract TVec Mul(TVec a, TVec b);

    /// <summary>a &lt; b ? a : b.</summary>
    static abstract TVec Min(TVec a, TVec b);

    /// <summary>a &gt; b ? a : b.</summary>
    static abstract TVec Max(TVec a, TVec b);

    /// <summary>Square root, correctly rounded.</summary>
    static abstract TVec Sqrt(TVec a);

    /// <summary>a / b, correctly rounded; floats only.</summary>
    static abstract TVec Div(TVec a, TVec b);

    /// <summary>Bitwise and.</summary>
    static abstract TVec And(TVec a, TVec b);

    /// <summary>All bits set where a &lt; b, none elsewhere.</summary>
    static abstract TVec Less(TVec a, TVec b);
}
