using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Bilateral;

/// <inheritdoc/>
internal sealed unsafe class BilateralKernel<TU, TUShort, TF, TFloat, TConv, TDouble> : BilateralKernel
    where TU : struct, ILanes<TUShort, ushort>
    where TF : struct, ILanes<TFloat, float>
    where TConv : struct, IConversions<TFloat, TDouble>
    where TUShort : unmanaged
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    internal override void Row(ushort* at, long* offsets, int count, int span, ushort* counts, ushort* shifts, float* target, int columns, bool stream)
    {
        Count(at, offsets, count, span, counts, shifts, columns);
        if (stream)
        {
            Means<StreamStore>(at, counts, shifts, target, columns);
        }
        else
        {
            Means<CachedStore>(at, counts, shifts, target, columns);
        }
    }

    /// <summary>Counts the pixels that are close, and sums their differences from the centre, which fit 16 bits where the sum of the pixels would not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ushort* at, long* offsets, int count, int span, ushort* counts, ushort* shifts, int columns)
    {
        TUShort limit = TU.Broadcast((ushort)span);
        for (int x = 0; x < columns; x += TU.Count)
        {
            ushort* p = at + x;
            TUShort centre = TU.Load(p);
            TUShort close = default;
            TUShort shift = TU.Broadcast(32768);
            for (int i = 0; i < count; i++)
            {
                TUShort value = TU.Load(p + offsets[i]);
                TUShort distance = TU.Sub(TU.Max(value, centre), TU.Min(value, centre));
                TUShort mask = TU.Less(distance, limit);
                close = TU.Sub(close, mask);
                shift = TU.Add(shift, TU.And(mask, TU.Sub(value, centre)));
            }

            TU.Store(counts + x, close);
            TU.Store(shifts + x, shift);
        }
    }

    /// <summary>Integer means of the pixels <see cref="Count"/> found close.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Means<TStore>(ushort* at, ushort* counts, ushort* shifts, float* target, int columns)
        where TStore : struct, IStorePolicy
    {
        TFloat bias = TF.Broadcast(32768f);
        for (int x = 0; x < columns; x += TF.Count)
        {
            TFloat count = TConv.FromUInt16(counts + x);
            TFloat sum = TF.Add(TF.Mul(TConv.FromUInt16(at + x), count), TF.Sub(TConv.FromUInt16(shifts + x), bias));
            TStore.Store<TF, TFloat>(target + x, TConv.Floor(TF.Div(sum, count)));
        }
    }
}
