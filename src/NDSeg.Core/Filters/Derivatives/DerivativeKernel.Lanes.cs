using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Derivatives;

/// <inheritdoc/>
internal sealed unsafe class DerivativeKernel<TLanes, TVec> : DerivativeKernel
    where TLanes : struct, ILanes<TVec, float>
    where TVec : unmanaged
{
    internal override void Row(in DerivativeRow row, int columns, bool stream)
    {
        if (stream)
        {
            Row<StreamStore>(row, columns);
        }
        else
        {
            Row<CachedStore>(row, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TStore>(in DerivativeRow row, int columns)
        where TStore : struct, IStorePolicy
    {
        float* centre = row.Centre, above = row.Above, below = row.Below;
        float* lowerBelow = row.LowerBelow, lowerAbove = row.LowerAbove, upperBelow = row.UpperBelow, upperAbove = row.UpperAbove;
        float* gradient = row.Gradient, eig1 = row.Eig1, eig2 = row.Eig2, mod = row.Mod, trace = row.Trace, det = row.Det;
        TVec half = TLanes.Broadcast(0.5f), quarter = TLanes.Broadcast(0.25f), four = TLanes.Broadcast(4f);
        TVec factor = TLanes.Broadcast(row.Factor), crossFactor = TLanes.Broadcast(row.Factor * 0.5f);
        TVec lowerFactor = TLanes.Broadcast(row.LowerFactor), upperFactor = TLanes.Broadcast(row.UpperFactor);
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TVec c = TLanes.Load(centre + x);
            TVec left = TLanes.Load(centre + x - 1);
            TVec right = TLanes.Load(centre + x + 1);
            if (gradient != null)
            {
                TVec gx = TLanes.Mul(TLanes.Sub(right, left), half);
                TVec gy = TLanes.Mul(TLanes.Sub(TLanes.Load(below + x), TLanes.Load(above + x)), factor);
                TStore.Store<TLanes, TVec>(gradient + x, TLanes.Sqrt(TLanes.Add(TLanes.Mul(gx, gx), TLanes.Mul(gy, gy))));
            }

            TVec lower = TLanes.Mul(TLanes.Sub(TLanes.Load(lowerBelow + x), TLanes.Load(lowerAbove + x)), lowerFactor);
            TVec upper = TLanes.Mul(TLanes.Sub(TLanes.Load(upperBelow + x), TLanes.Load(upperAbove + x)), upperFactor);
            TVec hyy = TLanes.Sub(lower, upper);
            TVec hxx = TLanes.Mul(
                TLanes.Sub(TLanes.Sub(TLanes.Load(centre + x + 2), c), TLanes.Sub(c, TLanes.Load(centre + x - 2))),
                quarter);
            TVec hxy = TLanes.Mul(
                TLanes.Sub(
                    TLanes.Sub(TLanes.Load(below + x + 1), TLanes.Load(above + x + 1)),
                    TLanes.Sub(TLanes.Load(below + x - 1), TLanes.Load(above + x - 1))),
                crossFactor);
            TVec sum = TLanes.Add(hyy, hxx);
            TVec hxy2 = TLanes.Mul(hxy, hxy);
            if (trace != null)
            {
                TStore.Store<TLanes, TVec>(trace + x, sum);
            }

            if (det != null)
            {
                TStore.Store<TLanes, TVec>(det + x, TLanes.Sub(TLanes.Mul(hyy, hxx), hxy2));
            }

            if (mod != null)
            {
                TStore.Store<TLanes, TVec>(mod + x, TLanes.Sqrt(TLanes.Add(TLanes.Add(TLanes.Mul(hyy, hyy), hxy2), TLanes.Mul(hxx, hxx))));
            }

            if (eig1 != null || eig2 != null)
            {
                TVec difference = TLanes.Sub(hyy, hxx);
                TVec root = TLanes.Sqrt(TLanes.Add(TLanes.Mul(TLanes.Mul(four, hxy), hxy), TLanes.Mul(difference, difference)));
                if (eig1 != null)
                {
                    TStore.Store<TLanes, TVec>(eig1 + x, TLanes.Mul(TLanes.Add(sum, root), half));
                }

                if (eig2 != null)
                {
                    TStore.Store<TLanes, TVec>(eig2 + x, TLanes.Mul(TLanes.Sub(sum, root), half));
                }
            }
        }
    }
}
