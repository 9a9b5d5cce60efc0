using System.Runtime.CompilerServices;

namespace NDSeg.Features.Simd;

/// <summary>Sums of squares of the scalar twin; the high half is not used.</summary>
internal unsafe struct ScalarSquares : ISquares<ushort, int>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ushort a, ushort b, ref int low, ref int high)
        => low += ((short)a * (short)a) + ((short)b * (short)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* target, int low, int high) => *target = low;
}
