using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Features.Simd;

/// <summary>256-bit vectors: interleave, then multiply and add neighbours.</summary>
internal unsafe struct Squares256 : ISquares<Vector256<ushort>, Vector256<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(Vector256<ushort> a, Vector256<ushort> b, ref Vector256<int> low, ref Vector256<int> high)
    {
        Vector256<short> even = Avx2.UnpackLow(a, b).AsInt16();
        Vector256<short> odd = Avx2.UnpackHigh(a, b).AsInt16();
        low += Avx2.MultiplyAddAdjacent(even, even);
        high += Avx2.MultiplyAddAdjacent(odd, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* target, Vector256<int> low, Vector256<int> high)
    {
        Avx2.Permute2x128(low, high, 0x20).Store(target);
        Avx2.Permute2x128(low, high, 0x31).Store(target + 8);
    }
}
