using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Oriented;

/// <inheritdoc/>
internal sealed unsafe class OrientedKernel<TFloat, TD, TDouble, TC> : OrientedKernel
    where TD : struct, ILanes<TDouble, double>
    where TC : struct, IConversions<TFloat, TDouble>
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    internal override void Write(double** blur, float** maps, double scale, int from, int to, bool stream)
    {
        if (stream)
        {
            Write<StreamNarrowStore>(blur, maps, scale, from, to);
        }
        else
        {
            Write<CachedNarrowStore>(blur, maps, scale, from, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write<TStore>(double** blur, float** maps, double scale, int from, int to)
        where TStore : struct, INarrowStore
    {
        double* upper = blur[0], above = blur[1], centre = blur[2], below = blur[3], lower = blur[4];
        float* dx = maps[0], dy = maps[1], dxx = maps[2], dyy = maps[3], dxy = maps[4];
        TDouble half = TD.Broadcast(0.5 * scale), quarter = TD.Broadcast(0.25 * scale * scale);
        for (int x = from; x < to; x += TD.Count)
        {
            TDouble c = TD.Load(centre + x);
            if (dx != null)
            {
                TStore.Store<TC, TFloat, TDouble>(dx + x, TD.Mul(TD.Sub(TD.Load(centre + x + 1), TD.Load(centre + x - 1)), half));
            }

            if (dy != null)
            {
                TStore.Store<TC, TFloat, TDouble>(dy + x, TD.Mul(TD.Sub(TD.Load(below + x), TD.Load(above + x)), half));
            }

            if (dxx != null)
            {
                TDouble rise = TD.Sub(TD.Load(centre + x + 2), c), before = TD.Sub(c, TD.Load(centre + x - 2));
                TStore.Store<TC, TFloat, TDouble>(dxx + x, TD.Mul(TD.Sub(rise, before), quarter));
            }

            if (dyy != null)
            {
                TDouble rise = TD.Sub(TD.Load(lower + x), c), before = TD.Sub(c, TD.Load(upper + x));
                TStore.Store<TC, TFloat, TDouble>(dyy + x, TD.Mul(TD.Sub(rise, before), quarter));
            }

            if (dxy != null)
            {
                TDouble next = TD.Sub(TD.Load(below + x + 1), TD.Load(below + x - 1)), before = TD.Sub(TD.Load(above + x + 1), TD.Load(above + x - 1));
                TStore.Store<TC, TFloat, TDouble>(dxy + x, TD.Mul(TD.Sub(next, before), quarter));
            }
        }
    }
}
