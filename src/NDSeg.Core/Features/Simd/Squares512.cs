using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Features.Simd;

/// <summary>512-bit vectors: interleave, then multiply and add neighbours.</summary>
internal unsafe struct Squares512 : ISquares<Vector512<ushort>, Vector512<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(Vector512<ushort> a, Vector512<ushort> b, ref Vector512<int> low, ref Vector512<int> high)
    {
        Vector512<short> even = Avx512BW.UnpackLow(a, b).AsInt16();
        Vector512<short> odd = Avx512BW.UnpackHigh(a, b).AsInt16();
        low += Avx512BW.MultiplyAddAdjacent(even, even);
        high += Avx512BW.MultiplyAddAdjacent(odd, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* target, Vector512<int> low, Vector512<int> high)
    {
        Vector512<long> first = Avx512F.PermuteVar8x64x2(low.AsInt64(), Vector512.Create(0L, 1, 8, 9, 2, 3, 10, 11), high.AsInt64());
        Vector512<long> second = Avx512F.PermuteVar8x64x2(low.AsInt64(), Vector512.Create(4L, 5, 12, 13, 6, 7, 14, 15), high.AsInt64());
        first.AsInt32().Store(target);
        second.AsInt32().Store(target + 16);
    }
}
