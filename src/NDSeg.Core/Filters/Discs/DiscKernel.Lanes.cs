using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Discs;

/// <inheritdoc/>
internal sealed unsafe class DiscKernel<TB, TByte, TI, TInt, TF, TFloat, TConv, TDouble> : DiscKernel
    where TB : struct, ILanes<TByte, byte>
    where TI : struct, ILanes<TInt, int>
    where TF : struct, ILanes<TFloat, float>
    where TConv : struct, IConversions<TFloat, TDouble>
    where TByte : unmanaged
    where TInt : unmanaged
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    internal override void Combine(byte* first, byte* second, byte* target, long stride, int rows, int columns, bool maximum)
    {
        if (maximum)
        {
            Combine<MaximumFold>(first, second, target, stride, rows, columns);
        }
        else
        {
            Combine<MinimumFold>(first, second, target, stride, rows, columns);
        }
    }

    internal override void Fold(byte* at, long* offsets, int count, byte* target, int columns, bool maximum)
    {
        if (maximum)
        {
            Fold<MaximumFold>(at, offsets, count, target, columns);
        }
        else
        {
            Fold<MinimumFold>(at, offsets, count, target, columns);
        }
    }

    internal override void Quotient(int* sums, float* divisors, float* target, int columns, bool stream)
    {
        if (stream)
        {
            Quotient<StreamStore>(sums, divisors, target, columns);
        }
        else
        {
            Quotient<CachedStore>(sums, divisors, target, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void ChordSums(int* at, long* ends, long* starts, int count, int* target, int columns)
    {
        for (int x = 0; x < columns; x += TI.Count)
        {
            int* p = at + x;
            TInt sum = default;
            for (int i = 0; i < count; i++)
            {
                sum = TI.Add(sum, TI.Sub(TI.Load(p + ends[i]), TI.Load(p + starts[i])));
            }

            TI.Store(target + x, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine<TFold>(byte* first, byte* second, byte* target, long stride, int rows, int columns)
        where TFold : struct, IFold
    {
        for (int y = 0; y < rows; y++)
        {
            long at = y * stride;
            for (int x = 0; x < columns; x += TB.Count)
            {
                TB.Store(target + at + x, TFold.Of<TB, TByte>(TB.Load(first + at + x), TB.Load(second + at + x)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fold<TFold>(byte* at, long* offsets, int count, byte* target, int columns)
        where TFold : struct, IFold
    {
        for (int x = 0; x < columns; x += TB.Count)
        {
            byte* p = at + x;
            TByte extreme = TB.Load(p);
            for (int i = 0; i < count; i++)
            {
                extreme = TFold.Of<TB, TByte>(extreme, TB.Load(p + offsets[i]));
            }

            TB.Store(target + x, extreme);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Quotient<TStore>(int* sums, float* divisors, float* target, int columns)
        where TStore : struct, IStorePolicy
    {
        for (int x = 0; x < columns; x += TF.Count)
        {
            TStore.Store<TF, TFloat>(target + x, TConv.Floor(TF.Div(TConv.FromInt32(sums + x), TF.Load(divisors + x))));
        }
    }
}
