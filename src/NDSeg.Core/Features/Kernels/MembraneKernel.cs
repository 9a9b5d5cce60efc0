using System.Runtime.CompilerServices;
using NDSeg.Features.Simd;

namespace NDSeg.Features.Kernels;

/// <summary>
/// The six membrane maps. 8-bit images are summed in 16-bit integers, which is exact and twice as wide as float32;
/// other images in float32.
/// </summary>
internal static unsafe class MembraneKernel
{
    /// <summary>Most ones a kernel may have for the sums of 15 projections of bytes to fit 16 bits.</summary>
    internal const int MostOnesFor16Bit = 17;

    /// <summary>Adds a shifted plane to another: the run sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddPlanes<TLanes, TVec, TElem>(TElem* first, TElem* second, TElem* target, long stride, int rows, int columns)
        where TLanes : struct, ILanes<TVec, TElem>
        where TVec : unmanaged
        where TElem : unmanaged
    {
        for (int y = 0; y < rows; y++)
        {
            long at = y * stride;
            for (int x = 0; x < columns; x += TLanes.Count)
            {
                TLanes.Store(target + at + x, TLanes.Add(TLanes.Load(first + at + x), TLanes.Load(second + at + x)));
            }
        }
    }

    /// <summary>The 30 projections of four vectors of pixels.</summary>
    /// <param name="at">The first pixel in plane 0.</param>
    /// <param name="offsets">For every term its plane and shift, in elements from <paramref name="at"/>.</param>
    /// <param name="counts">Terms per kernel.</param>
    /// <param name="values">30 x four vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Project<TLanes, TVec, TElem>(TElem* at, long* offsets, int* counts, TElem* values)
        where TLanes : struct, ILanes<TVec, TElem>
        where TVec : unmanaged
        where TElem : unmanaged
    {
        int n = TLanes.Count;
        for (int k = 0; k < SelectionNetwork.Keys; k++)
        {
            TElem* p = at + *offsets;
            TVec a0 = TLanes.Load(p);
            TVec a1 = TLanes.Load(p + n);
            TVec a2 = TLanes.Load(p + (2 * n));
            TVec a3 = TLanes.Load(p + (3 * n));
            int count = counts[k];
            for (int t = 1; t < count; t++)
            {
                p = at + offsets[t];
                a0 = TLanes.Add(a0, TLanes.Load(p));
                a1 = TLanes.Add(a1, TLanes.Load(p + n));
                a2 = TLanes.Add(a2, TLanes.Load(p + (2 * n)));
                a3 = TLanes.Add(a3, TLanes.Load(p + (3 * n)));
            }

            offsets += count;
            TLanes.Store(values, a0);
            TLanes.Store(values + n, a1);
            TLanes.Store(values + (2 * n), a2);
            TLanes.Store(values + (3 * n), a3);
            values += 4 * n;
        }
    }

    /// <summary>One row of an 8-bit image.</summary>
    /// <param name="at">First pixel of the row in plane 0, 16-bit.</param>
    /// <param name="offsets">See Project.</param>
    /// <param name="counts">Terms per kernel.</param>
    /// <param name="row">Targets.</param>
    /// <param name="columns">Columns, rounded up to four vectors on reading and two float vectors on writing.</param>
    /// <param name="scale">Factor from sums of bytes to sums of the float image.</param>
    /// <param name="work">Working memory, at least 16 kB, 64-byte aligned.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void IntegerRow<TLanes, TVec, TSquares, TInt, TFloatLanes, TConv, TFloat, TDouble, TStore>(
        ushort* at, long* offsets, int* counts, in MembraneRow row, int columns, float scale, byte* work)
        where TLanes : struct, ILanes<TVec, ushort>
        where TSquares : struct, ISquares<TVec, TInt>
        where TFloatLanes : struct, ILanes<TFloat, float>
        where TConv : struct, IConversions<TFloat, TDouble>
        where TStore : struct, IStorePolicy
        where TVec : unmanaged
        where TInt : unmanaged
        where TFloat : unmanaged
        where TDouble : unmanaged
    {
        int n = TLanes.Count;
        int block = 4 * n;
        var values = (ushort*)work;
        ushort* least = values + (SelectionNetwork.Keys * block);
        ushort* greatest = least + block;
        ushort* lower = greatest + block;
        ushort* middle = lower + block;
        ushort* sumA = middle + block;
        ushort* sumB = sumA + block;
        var squares = (int*)(sumB + block);
        bool order = row.NeedsOrder;
        for (int x = 0; x < columns; x += block)
        {
            Project<TLanes, TVec, ushort>(at + x, offsets, counts, values);
            for (int i = 0; i < block; i += n)
            {
                ushort* keys = values + i;
                TVec a = TLanes.Load(keys);
                TVec b = TLanes.Load(keys + (15 * block));
                for (int k = 1; k < 15; k++)
                {
                    a = TLanes.Add(a, TLanes.Load(keys + (k * block)));
                    b = TLanes.Add(b, TLanes.Load(keys + ((k + 15) * block)));
                }

                TLanes.Store(sumA + i, a);
                TLanes.Store(sumB + i, b);
                if (order)
                {
                    SelectionNetwork.Select<TLanes, TVec, ushort>(keys, block, out TVec low, out TVec lowMedian, out TVec highMedian, out TVec high);
                    TLanes.Store(least + i, low);
                    TLanes.Store(greatest + i, high);
                    TLanes.Store(lower + i, lowMedian);
                    TLanes.Store(middle + i, TLanes.Add(lowMedian, highMedian));

                    // Squares of the distances to the median: small numbers, so that nothing cancels later.
                    TInt even = default;
                    TInt odd = default;
                    for (int k = 0; k < SelectionNetwork.Keys; k += 2)
                    {
                        TSquares.Accumulate(TLanes.Sub(TLanes.Load(keys + (k * block)), lowMedian), TLanes.Sub(TLanes.Load(keys + ((k + 1) * block)), lowMedian), ref even, ref odd);
                    }

                    TSquares.Store(squares + i, even, odd);
                }
            }

            int stop = Math.Min(block, columns - x);
            TFloat unit = TFloatLanes.Broadcast(scale), half = TFloatLanes.Broadcast(scale * 0.5f), meanScale = TFloatLanes.Broadcast(scale / 30f);
            TFloat thirty = TFloatLanes.Broadcast(30f), thirtieth = TFloatLanes.Broadcast(1f / 30f), zero = TFloatLanes.Broadcast(0f);
            for (int i = 0; i < stop; i += TFloatLanes.Count)
            {
                TFloat sum = TFloatLanes.Add(TConv.FromUInt16(sumA + i), TConv.FromUInt16(sumB + i));
                Put<TStore, TFloatLanes, TFloat>(row.Mean, x + i, TFloatLanes.Mul(sum, meanScale));
                Put<TStore, TFloatLanes, TFloat>(row.Sum, x + i, TFloatLanes.Mul(sum, unit));
                if (order)
                {
                    Put<TStore, TFloatLanes, TFloat>(row.Max, x + i, TFloatLanes.Mul(TConv.FromUInt16(greatest + i), unit));
                    Put<TStore, TFloatLanes, TFloat>(row.Min, x + i, TFloatLanes.Mul(TConv.FromUInt16(least + i), unit));
                    Put<TStore, TFloatLanes, TFloat>(row.Median, x + i, TFloatLanes.Mul(TConv.FromUInt16(middle + i), half));
                    TFloat shift = TFloatLanes.Sub(sum, TFloatLanes.Mul(TConv.FromUInt16(lower + i), thirty));
                    TFloat spread = TFloatLanes.Sub(TConv.FromInt32(squares + i), TFloatLanes.Mul(TFloatLanes.Mul(shift, shift), thirtieth));
                    TFloat variance = TFloatLanes.Mul(TFloatLanes.Max(spread, zero), thirtieth);
                    Put<TStore, TFloatLanes, TFloat>(row.Std, x + i, TFloatLanes.Mul(TFloatLanes.Sqrt(variance), unit));
                }
            }
        }
    }

    /// <summary>One row of any other image.</summary>
    /// <inheritdoc cref="IntegerRow" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FloatRow<TLanes, TVec, TStore>(float* at, long* offsets, int* counts, in MembraneRow row, int columns, byte* work)
        where TLanes : struct, ILanes<TVec, float>
        where TStore : struct, IStorePolicy
        where TVec : unmanaged
    {
        int n = TLanes.Count;
        int block = 4 * n;
        var values = (float*)work;
        bool order = row.Max != null || row.Min != null || row.Median != null;
        TVec thirtieth = TLanes.Broadcast(1f / 30f), half = TLanes.Broadcast(0.5f);
        for (int x = 0; x < columns; x += block)
        {
            Project<TLanes, TVec, float>(at + x, offsets, counts, values);
            int stop = Math.Min(block, columns - x);
            for (int i = 0; i < stop; i += n)
            {
                float* keys = values + i;
                TVec sum = TLanes.Load(keys);
                for (int k = 1; k < SelectionNetwork.Keys; k++)
                {
                    sum = TLanes.Add(sum, TLanes.Load(keys + (k * block)));
                }

                TVec mean = TLanes.Mul(sum, thirtieth);
                Put<TStore, TLanes, TVec>(row.Mean, x + i, mean);
                Put<TStore, TLanes, TVec>(row.Sum, x + i, sum);
                if (row.Std != null)
                {
                    TVec squares = TLanes.Broadcast(0f);
                    for (int k = 0; k < SelectionNetwork.Keys; k++)
                    {
                        TVec d = TLanes.Sub(TLanes.Load(keys + (k * block)), mean);
                        squares = TLanes.Add(squares, TLanes.Mul(d, d));
                    }

                    Put<TStore, TLanes, TVec>(row.Std, x + i, TLanes.Sqrt(TLanes.Mul(squares, thirtieth)));
                }

                if (order)
                {
                    SelectionNetwork.Select<TLanes, TVec, float>(keys, block, out TVec low, out TVec lowMedian, out TVec highMedian, out TVec high);
                    Put<TStore, TLanes, TVec>(row.Max, x + i, high);
                    Put<TStore, TLanes, TVec>(row.Min, x + i, low);
                    Put<TStore, TLanes, TVec>(row.Median, x + i, TLanes.Mul(TLanes.Add(lowMedian, highMedian), half));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TStore, TLanes, TVec>(float* row, int x, TVec value)
        where TStore : struct, IStorePolicy
        where TLanes : struct, ILanes<TVec, float>
        where TVec : unmanaged
    {
        if (row != null)
        {
            TStore.Store<TLanes, TVec>(row + x, value);
        }
    }
}
