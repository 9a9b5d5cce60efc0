using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Membranes;

/// <inheritdoc/>
internal sealed unsafe class ProjectionKernel<TU, TUShort, TF, TFloat, TConv, TDouble> : ProjectionKernel
    where TU : struct, ILanes<TUShort, ushort>
    where TF : struct, ILanes<TFloat, float>
    where TConv : struct, IConversions<TFloat, TDouble>
    where TUShort : unmanaged
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    internal override void AddPlanes(ushort* first, ushort* second, ushort* target, long stride, int rows, int columns)
        => AddPlanes<TU, TUShort, ushort>(first, second, target, stride, rows, columns);

    internal override void AddPlanes(float* first, float* second, float* target, long stride, int rows, int columns)
        => AddPlanes<TF, TFloat, float>(first, second, target, stride, rows, columns);

    internal override void Row(ushort* at, long residuals, long* offsets, int* counts, int* ones, in MembraneRow row, int columns, float scale, byte* work, bool stream)
    {
        if (stream)
        {
            Integers<StreamStore>(at, residuals, offsets, counts, ones, row, columns, scale, work);
        }
        else
        {
            Integers<CachedStore>(at, residuals, offsets, counts, ones, row, columns, scale, work);
        }
    }

    internal override void Row(float* at, long* offsets, int* counts, in MembraneRow row, int columns, byte* work, bool stream)
    {
        if (stream)
        {
            Floats<StreamStore>(at, offsets, counts, row, columns, work);
        }
        else
        {
            Floats<CachedStore>(at, offsets, counts, row, columns, work);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPlanes<TLanes, TVec, TElem>(TElem* first, TElem* second, TElem* target, long stride, int rows, int columns)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Integers<TStore>(
        ushort* at, long residuals, long* offsets, int* counts, int* ones, in MembraneRow row, int columns, float scale, byte* work)
        where TStore : struct, IStorePolicy
    {
        int block = 4 * TU.Count;
        var values = (float*)work;
        var samples = (ushort*)(values + (SelectionNetwork.Keys * block));
        ushort* rest = samples + (SelectionNetwork.Keys * block);
        TFloat factor = TF.Broadcast(scale * GreyUnits);
        for (int x = 0; x < columns; x += block)
        {
            Project<TU, TUShort, ushort>(at + x, offsets, counts, samples);
            Project<TU, TUShort, ushort>(at + residuals + x, offsets, counts, rest);
            for (int k = 0; k < SelectionNetwork.Keys; k++)
            {
                TFloat bias = TF.Broadcast(ones[k] * (float)ResidualBias);
                int from = k * block;
                for (int i = from; i < from + block; i += TF.Count)
                {
                    // Every operand is a whole number below 2^24, so that the only rounding is that of the result.
                    TFloat residual = TF.Sub(TConv.FromUInt16(rest + i), bias);
                    TF.Store(values + i, TConv.Fused(TConv.FromUInt16(samples + i), factor, residual));
                }
            }

            Finish<TStore>(values, block, row, x, Math.Min(block, columns - x), 1 / GreyUnits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Floats<TStore>(float* at, long* offsets, int* counts, in MembraneRow row, int columns, byte* work)
        where TStore : struct, IStorePolicy
    {
        int block = 4 * TF.Count;
        var values = (float*)work;
        for (int x = 0; x < columns; x += block)
        {
            Project<TF, TFloat, float>(at + x, offsets, counts, values);
            Finish<TStore>(values, block, row, x, Math.Min(block, columns - x), 1);
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
    private static void Finish<TStore>(float* values, int block, in MembraneRow row, int x, int stop, float unit)
        where TStore : struct, IStorePolicy
    {
        bool order = row.Max != null || row.Min != null || row.Median != null;
        TFloat thirty = TF.Broadcast(30f), half = TF.Broadcast(0.5f * unit), scale = TF.Broadcast(unit);
        for (int i = 0; i < stop; i += TF.Count)
        {
            float* keys = values + i;
            TFloat sum = TF.Load(keys);
            for (int k = 1; k < SelectionNetwork.Keys; k++)
            {
                sum = TF.Add(sum, TF.Load(keys + (k * block)));
            }

            TFloat mean = TF.Div(sum, thirty);
            Put<TStore>(row.Mean, x + i, TF.Mul(mean, scale));
            Put<TStore>(row.Sum, x + i, TF.Mul(sum, scale));
            if (row.Std != null)
            {
                TFloat squares = TF.Broadcast(0f);
                for (int k = 0; k < SelectionNetwork.Keys; k++)
                {
                    TFloat d = TF.Sub(TF.Load(keys + (k * block)), mean);
                    squares = TF.Add(squares, TF.Mul(d, d));
                }

                Put<TStore>(row.Std, x + i, TF.Mul(TF.Sqrt(TF.Div(squares, thirty)), scale));
            }

            if (order)
            {
                SelectionNetwork.Select<TF, TFloat, float>(keys, block, out TFloat low, out TFloat lowMedian, out TFloat highMedian, out TFloat high);
                Put<TStore>(row.Max, x + i, TF.Mul(high, scale));
                Put<TStore>(row.Min, x + i, TF.Mul(low, scale));
                Put<TStore>(row.Median, x + i, TF.Mul(TF.Add(lowMedian, highMedian), half));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TStore>(float* row, int x, TFloat value)
        where TStore : struct, IStorePolicy
    {
        if (row != null)
        {
            TStore.Store<TF, TFloat>(row + x, value);
        }
    }
}
