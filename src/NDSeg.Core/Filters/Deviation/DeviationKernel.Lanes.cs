using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Deviation;

/// <inheritdoc/>
internal sealed unsafe class DeviationKernel<TF, TFloat, TD, TDouble, TC> : DeviationKernel
    where TF : struct, ILanes<TFloat, float>
    where TD : struct, ILanes<TDouble, double>
    where TC : struct, IConversions<TFloat, TDouble>
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    internal override void Write(double* squares, double* mean, float* map, int from, int columns, bool stream)
    {
        if (stream)
        {
            Write<StreamStore>(squares, mean, map, from, columns);
        }
        else
        {
            Write<CachedStore>(squares, mean, map, from, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write<TStore>(double* squares, double* mean, float* map, int from, int columns)
        where TStore : struct, IStorePolicy
    {
        TDouble zero = TD.Broadcast(0);
        float* block = stackalloc float[Block];
        for (int x0 = from; x0 < from + columns; x0 += Block)
        {
            for (int i = 0; i < Block; i += TD.Count)
            {
                TDouble m = TD.Load(mean + x0 + i);
                TC.StoreNarrow(block + i, TD.Max(TD.Sub(TD.Load(squares + x0 + i), TD.Mul(m, m)), zero));
            }

            for (int i = 0; i < Block; i += TF.Count)
            {
                TStore.Store<TF, TFloat>(map + x0 + i, TF.Sqrt(TF.Load(block + i)));
            }
        }
    }
}
