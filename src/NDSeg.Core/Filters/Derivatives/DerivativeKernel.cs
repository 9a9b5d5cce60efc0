using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Derivatives;

/// <summary>
/// Gradient magnitude and the five Hessian maps of one blur, in one pass over its rows. Central differences of central
/// differences, one-sided at the image border; the products and sums stand in numpy's order.
/// </summary>
internal abstract unsafe class DerivativeKernel
{
    /// <summary>The kernel of one vector width.</summary>
    internal static DerivativeKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>Writes one row of every wanted map.</summary>
    /// <param name="row">Rows and targets; column 0 is the tile's first.</param>
    /// <param name="columns">Columns to write, rounded up to whole vectors.</param>
    /// <param name="stream">Write past the caches.</param>
    internal abstract void Row(in DerivativeRow row, int columns, bool stream);

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

    private sealed class Maker : ILaneSetMaker<DerivativeKernel>
    {
        DerivativeKernel ILaneSetMaker<DerivativeKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new DerivativeKernel<TF, TFloat>();
    }
}
