using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Kernels;

/// <summary>
/// Gradient magnitude and the five Hessian maps of one blur, in one pass over its rows. Central differences of central
/// differences, one-sided at the image border; the products and sums stand in numpy's order.
/// </summary>
internal static unsafe class DerivativeKernel
{
    /// <summary>Writes one row of every wanted map.</summary>
    /// <param name="row">Rows and targets; column 0 is the tile's first.</param>
    /// <param name="columns">Columns to write, rounded up to whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Row<TLanes, TVec, TStore>(in DerivativeRow row, int columns)
        where TLanes : struct, ILanes<TVec, float>
        where TVec : unmanaged
        where TStore : struct, IStorePolicy
    {
        float* centre = row.Centre, above = row.Above, below = row.Below;
        float* lowerBelow = row.LowerBelow, lowerAbove = row.LowerAbove, upperBelow = row.UpperBelow, upperAbove = row.UpperAbove;
        float* blur = row.Blur, gradient = row.Gradient, eig1 = row.Eig1, eig2 = row.Eig2, mod = row.Mod, trace = row.Trace, det = row.Det;
        TVec half = TLanes.Broadcast(0.5f), quarter = TLanes.Broadcast(0.25f), four = TLanes.Broadcast(4f);
        TVec factor = TLanes.Broadcast(row.Factor), crossFactor = TLanes.Broadcast(row.Factor * 0.5f);
        TVec lowerFactor = TLanes.Broadcast(row.LowerFactor), upperFactor = TLanes.Broadcast(row.UpperFactor);
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TVec c = TLanes.Load(centre + x);
            TVec left = TLanes.Load(centre + x - 1);
            TVec right = TLanes.Load(centre + x + 1);
            if (blur != null)
            {
                TStore.Store<TLanes, TVec>(blur + x, c);
            }

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

    /// <summary>One pixel in one of the two outermost columns of the image, where differences along the row are one-sided.</summary>
    /// <param name="row">Rows and targets.</param>
    /// <param name="x">Image column.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="origin">Image column of the tile's first column.</param>
    internal static void BorderPixel(in DerivativeRow row, int x, int width, int origin)
    {
        (int before, int after, float factor) = DerivativeRow.Difference(x, width);
        (int a, int b, float f) = DerivativeRow.Difference(after, width);
        (int a2, int b2, float f2) = DerivativeRow.Difference(before, width);
        int l = before - origin, r = after - origin, i = x - origin;
        float gx = (row.Centre[r] - row.Centre[l]) * factor;
        float gy = (row.Below[i] - row.Above[i]) * row.Factor;
        float hyy = ((row.LowerBelow[i] - row.LowerAbove[i]) * row.LowerFactor) - ((row.UpperBelow[i] - row.UpperAbove[i]) * row.UpperFactor);
        float hxx = ((row.Centre[b - origin] - row.Centre[a - origin]) * (f * factor)) - ((row.Centre[b2 - origin] - row.Centre[a2 - origin]) * (f2 * factor));
        float hxy = ((row.Below[r] - row.Above[r]) - (row.Below[l] - row.Above[l])) * (row.Factor * factor);
        float sum = hyy + hxx;
        float difference = hyy - hxx;
        float root = MathF.Sqrt((4f * hxy * hxy) + (difference * difference));
        Set(row.Blur, i, row.Centre[i]);
        Set(row.Gradient, i, MathF.Sqrt((gx * gx) + (gy * gy)));
        Set(row.Trace, i, sum);
        Set(row.Det, i, (hyy * hxx) - (hxy * hxy));
        Set(row.Mod, i, MathF.Sqrt((hyy * hyy) + (hxy * hxy) + (hxx * hxx)));
        Set(row.Eig1, i, (sum + root) * 0.5f);
        Set(row.Eig2, i, (sum - root) * 0.5f);
    }

    private static void Set(float* target, int i, float value)
    {
        if (target != null)
        {
            target[i] = value;
        }
    }
}
