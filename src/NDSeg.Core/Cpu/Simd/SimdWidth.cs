namespace NDSeg.Cpu.Simd;

/// <summary>The vector registers a kernel may use. Every width gives the same bytes.</summary>
internal enum SimdWidth
{
    /// <summary>Plain scalar code.</summary>
    Scalar,

    /// <summary>128-bit vectors: ARM64, and x64 without AVX2.</summary>
    Vector128,

    /// <summary>256-bit vectors: AVX2.</summary>
    Vector256,

    /// <summary>512-bit vectors: AVX-512 F, BW, CD, DQ and VL.</summary>
    Vector512,
}
