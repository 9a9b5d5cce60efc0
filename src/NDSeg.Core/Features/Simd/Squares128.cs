using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NDSeg.Features.Simd;

/// <summary>128-bit vectors, on any processor that has them.</summary>
internal unsafe struct Squares128 : ISquares<Vector128<ushort>, Vector128<int>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(Vector128<ushort> a, Vector128<ushort> b, ref Vector128<int> low, ref Vector128<int> high)
    {
        Vector128<int> al = Vector128.WidenLower(a.AsInt16()), ah = Vector128.WidenUpper(a.AsInt16());
        Vector128<int> bl = Vector128.WidenLower(b.AsInt16()), bh = Vector128.WidenUpper(b.AsInt16());
        low += (al * al) + (bl * bl);
        high += (ah * ah) + (bh * bh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* target, Vector128<int> low, Vector128<int> high)
    {
        low.Store(target);
        high.Store(target + 4);
    }
}
