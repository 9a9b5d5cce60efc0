using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Kernels;

/// <summary>
/// The six membrane maps. The projections of an 8-bit image are exact sums of its float32 grey values, rounded once, as a
/// sum in float64 gives them: two sums of 16-bit integers, of the samples and of what float32 rounds off each grey value,
/// joined by one fused multiply-add. Those of other images are summed in float32. Statistics over the 30 projections are
/// taken in float32 in the order of the kernels, as numpy takes them.
/// </summary>
internal static unsafe class MembraneKernel
{
    /// <summary>Most ones a kernel may have for a sum of bytes to fit 16 bits.</summary>
    internal const int MostOnesFor16Bit = 255;

    /// <summary>2^31: grey values of 8-bit samples are whole multiples of its inverse.</summary>
    internal const float GreyUnits = 2147483648f;

    /// <summary>Added to every rounding residual, so that none is negative.</summary>
    internal const int ResidualBias = 128;

    /// <summary>
    /// For every 8-bit sample the float32 grey value less sample * scale, both exact, in units of 2^-31, plus
    /// <see cref="ResidualBias"/>: 1 to 192, since half a unit in the last place of a number below 1 is 64 of them, and
    /// 255 times float32(1/255) is 127 above 1.
    /// </summary>
    internal static ushort[] Residuals(float scale)
    {
        var residuals = new ushort[256];
        for (int sample = 0; sample < residuals.Length; sample++)
        {
            double exact = (double)scale * sample;
            residuals[sample] = (ushort)((((double)(scale * sample) - exact) * GreyUnits) + ResidualBias);
        }

        return residuals;
    }

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
    /// <param name="at">First pixel of the row in plane 0 of the samples, 16-bit.</param>
    /// <param name="residuals">From a plane of the samples to the same plane of the residuals, in elements.</param>
    /// <param name="offsets">See Project.</param>
    /// <param name="counts">Terms per kernel.</param>
    /// <param name="ones">Ones per kernel.</param>
    /// <param name="row">Targets.</param>
    /// <param name="columns">Columns, rounded up to four vectors on reading and writing.</param>
    /// <param name="scale">Factor from samples to grey values.</param>
    /// <param name="work">Working memory, at least 64 kB, 64-byte aligned.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void IntegerRow<TLanes, TVec, TFloatLanes, TConv, TFloat, TDouble, TStore>(
        ushort* at, long residuals, long* offsets, int* counts, int* ones, in MembraneRow row, int columns, float scale, byte* work)
        where TLanes : struct, ILanes<TVec, ushort>
        where TFloatLanes : struct, ILanes<TFloat, float>
        where TConv : struct, IConversions<TFloat, TDouble>
        where TStore : struct, IStorePolicy
        where TVec : unmanaged
        where TFloat : unmanaged
        where TDouble : unmanaged
    {
        int block = 4 * TLanes.Count;
        var values = (float*)work;
        var samples = (ushort*)(values + (SelectionNetwork.Keys * block));
        ushort* rest = samples + (SelectionNetwork.Keys * block);
        TFloat factor = TFloatLanes.Broadcast(scale * GreyUnits);
        for (int x = 0; x < columns; x += block)
        {
            Project<TLanes, TVec, ushort>(at + x, offsets, counts, samples);
            Project<TLanes, TVec, ushort>(at + residuals + x, offsets, counts, rest);
            for (int k = 0; k < SelectionNetwork.Keys; k++)
            {
                TFloat bias = TFloatLanes.Broadcast(ones[k] * (float)ResidualBias);
                int from = k * block;
                for (int i = from; i < from + block; i += TFloatLanes.Count)
                {
                    // Every operand is a whole number below 2^24, so that the only rounding is that of the result.
                    TFloat residual = TFloatLanes.Sub(TConv.FromUInt16(rest + i), bias);
                    TFloatLanes.Store(values + i, TConv.Fused(TConv.FromUInt16(samples + i), factor, residual));
                }
            }

            Finish<TFloatLanes, TFloat, TStore>(values, block, row, x, Math.Min(block, columns - x), 1 / GreyUnits);
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
        int block = 4 * TLanes.Count;
        var values = (float*)work;
        for (int x = 0; x < columns; x += block)
        {
            Project<TLanes, TVec, float>(at + x, offsets, counts, values);
            Finish<TLanes, TVec, TStore>(values, block, row, x, Math.Min(block, columns - x), 1);
        }
    }

    /// <summary>The statistics of the projections of one block.</summary>
    /// <param name="values">30 x block projections.</param>
    /// <param name="block">Floats from a projection to the next.</param>
    /// <param name="row">Targets.</param>
    /// <param name="x">Column of the block.</param>
    /// <param name="stop">Pixels wanted.</param>
    /// <param name="unit">Grey value of 1; a power of two, so that scaling last changes no digit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TLanes, TVec, TStore>(float* values, int block, in MembraneRow row, int x, int stop, float unit)
        where TLanes : struct, ILanes<TVec, float>
        where TStore : struct, IStorePolicy
        where TVec : unmanaged
    {
        bool order = row.Max != null || row.Min != null || row.Median != null;
        TVec thirty = TLanes.Broadcast(30f), half = TLanes.Broadcast(0.5f * unit), scale = TLanes.Broadcast(unit);
        for (int i = 0; i < stop; i += TLanes.Count)
        {
            float* keys = values + i;
            TVec sum = TLanes.Load(keys);
            for (int k = 1; k < SelectionNetwork.Keys; k++)
            {
                sum = TLanes.Add(sum, TLanes.Load(keys + (k * block)));
            }

            TVec mean = TLanes.Div(sum, thirty);
            Put<TStore, TLanes, TVec>(row.Mean, x + i, TLanes.Mul(mean, scale));
            Put<TStore, TLanes, TVec>(row.Sum, x + i, TLanes.Mul(sum, scale));
            if (row.Std != null)
            {
                TVec squares = TLanes.Broadcast(0f);
                for (int k = 0; k < SelectionNetwork.Keys; k++)
                {
                    TVec d = TLanes.Sub(TLanes.Load(keys + (k * block)), mean);
                    squares = TLanes.Add(squares, TLanes.Mul(d, d));
                }

                Put<TStore, TLanes, TVec>(row.Std, x + i, TLanes.Mul(TLanes.Sqrt(TLanes.Div(squares, thirty)), scale));
            }

            if (order)
            {
                SelectionNetwork.Select<TLanes, TVec, float>(keys, block, out TVec low, out TVec lowMedian, out TVec highMedian, out TVec high);
                Put<TStore, TLanes, TVec>(row.Max, x + i, TLanes.Mul(high, scale));
                Put<TStore, TLanes, TVec>(row.Min, x + i, TLanes.Mul(low, scale));
                Put<TStore, TLanes, TVec>(row.Median, x + i, TLanes.Mul(TLanes.Add(lowMedian, highMedian), half));
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
