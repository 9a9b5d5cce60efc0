using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Features.Simd;

/// <summary>Instruction sets the kernels exist for. The results do not depend on it.</summary>
internal enum SimdLevel
{
    /// <summary>One lane.</summary>
    Scalar,

    /// <summary>128-bit vectors of any processor.</summary>
    Vector128,

    /// <summary>AVX2.</summary>
    Vector256,

    /// <summary>AVX-512 F, BW.</summary>
    Vector512,
}
