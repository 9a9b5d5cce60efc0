using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Kernels;

/// <summary>Rank filters over discs of the 8-bit image, as scikit-image's rank filters define them. Columns are rounded up to whole vectors.</summary>
internal static unsafe class DiscKernel
{
    /// <summary>Extremes of two planes: doubles the length of horizontal runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Combine<TLanes, TVec, TFold>(byte* first, byte* second, byte* target, long stride, int rows, int columns)
        where TLanes : struct, ILanes<TVec, byte>
        where TVec : unmanaged
        where TFold : struct, IFold
    {
        for (int y = 0; y < rows; y++)
        {
            long at = y * stride;
            for (int x = 0; x < columns; x += TLanes.Count)
            {
                TLanes.Store(target + at + x, TFold.Of<TLanes, TVec>(TLanes.Load(first + at + x), TLanes.Load(second + at + x)));
            }
        }
    }

    /// <summary>Extremes over a disc: every chord is two overlapping runs.</summary>
    /// <param name="at">First pixel of the row in plane 0.</param>
    /// <param name="offsets">Runs, in bytes from <paramref name="at"/>.</param>
    /// <param name="count">Number of runs.</param>
    /// <param name="target">Row to write.</param>
    /// <param name="columns">Columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FoldRow<TLanes, TVec, TFold>(byte* at, long* offsets, int count, byte* target, int columns)
        where TLanes : struct, ILanes<TVec, byte>
        where TVec : unmanaged
        where TFold : struct, IFold
    {
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            byte* p = at + x;
            TVec extreme = TLanes.Load(p);
            for (int i = 0; i < count; i++)
            {
                extreme = TFold.Of<TLanes, TVec>(extreme, TLanes.Load(p + offsets[i]));
            }

            TLanes.Store(target + x, extreme);
        }
    }

    /// <summary>Sums over a disc from row prefix sums: every chord is one difference.</summary>
    /// <param name="at">First pixel of the row.</param>
    /// <param name="ends">For every chord where the prefix sum at its end is, from <paramref name="at"/>.</param>
    /// <param name="starts">The same for its start.</param>
    /// <param name="count">Number of chords.</param>
    /// <param name="target">Row to write.</param>
    /// <param name="columns">Columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SumRow<TLanes, TVec>(int* at, long* ends, long* starts, int count, int* target, int columns)
        where TLanes : struct, ILanes<TVec, int>
        where TVec : unmanaged
    {
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            int* p = at + x;
            TVec sum = default;
            for (int i = 0; i < count; i++)
            {
                sum = TLanes.Add(sum, TLanes.Sub(TLanes.Load(p + ends[i]), TLanes.Load(p + starts[i])));
            }

            TLanes.Store(target + x, sum);
        }
    }

    /// <summary>
    /// Integer quotients of sums below 2^24: a float32 quotient is never rounded up to the next integer, because it
    /// would have to be nearer to it than 1 / divisor.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void QuotientRow<TLanes, TConv, TVec, TDouble, TStore>(int* sums, float* divisors, float* target, int columns)
        where TLanes : struct, ILanes<TVec, float>
        where TConv : struct, IConversions<TVec, TDouble>
        where TVec : unmanaged
        where TDouble : unmanaged
        where TStore : struct, IStorePolicy
    {
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TStore.Store<TLanes, TVec>(target + x, TConv.Floor(TLanes.Div(TConv.FromInt32(sums + x), TLanes.Load(divisors + x))));
        }
    }

    /// <summary>
    /// Counts the pixels of a disc that differ from the centre by less than a span, and sums their differences from it
    /// (which fit 16 bits where the sum of the pixels would not).
    /// </summary>
    /// <param name="at">First pixel of the row; pixels outside the image hold a value no pixel is close to.</param>
    /// <param name="offsets">The pixels of the disc, from <paramref name="at"/>.</param>
    /// <param name="count">Number of pixels in the disc.</param>
    /// <param name="span">Differences below it count.</param>
    /// <param name="counts">Number of close pixels.</param>
    /// <param name="shifts">Sum of their differences from the centre, plus 32768.</param>
    /// <param name="columns">Columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BilateralRow<TLanes, TVec>(ushort* at, long* offsets, int count, int span, ushort* counts, ushort* shifts, int columns)
        where TLanes : struct, ILanes<TVec, ushort>
        where TVec : unmanaged
    {
        TVec limit = TLanes.Broadcast((ushort)span);
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            ushort* p = at + x;
            TVec centre = TLanes.Load(p);
            TVec close = default;
            TVec shift = TLanes.Broadcast(32768);
            for (int i = 0; i < count; i++)
            {
                TVec value = TLanes.Load(p + offsets[i]);
                TVec distance = TLanes.Sub(TLanes.Max(value, centre), TLanes.Min(value, centre));
                TVec mask = TLanes.Less(distance, limit);
                close = TLanes.Sub(close, mask);
                shift = TLanes.Add(shift, TLanes.And(mask, TLanes.Sub(value, centre)));
            }

            TLanes.Store(counts + x, close);
            TLanes.Store(shifts + x, shift);
        }
    }

    /// <summary>Integer means of the pixels <see cref="BilateralRow"/> found close.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BilateralMeans<TLanes, TConv, TVec, TDouble, TStore>(ushort* at, ushort* counts, ushort* shifts, float* target, int columns)
        where TLanes : struct, ILanes<TVec, float>
        where TConv : struct, IConversions<TVec, TDouble>
        where TVec : unmanaged
        where TDouble : unmanaged
        where TStore : struct, IStorePolicy
    {
        TVec bias = TLanes.Broadcast(32768f);
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TVec count = TConv.FromUInt16(counts + x);
            TVec sum = TLanes.Add(TLanes.Mul(TConv.FromUInt16(at + x), count), TLanes.Sub(TConv.FromUInt16(shifts + x), bias));
            TStore.Store<TLanes, TVec>(target + x, TConv.Floor(TLanes.Div(sum, count)));
        }
    }
}
