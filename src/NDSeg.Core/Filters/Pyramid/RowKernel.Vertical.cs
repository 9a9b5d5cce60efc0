using System.Runtime.CompilerServices;

namespace NDSeg.Filters.Pyramid;

/// <content>Passes down the columns.</content>
internal sealed unsafe partial class RowKernel<TF, TFloat, TD, TDouble, TC>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vertical<TLoad>(nint* source, int plane, double scale, double* weights, int radius, double* target, long stride, int rows, int from, int to, double* wide)
        where TLoad : struct, ISampleLoader
    {
        int n = TD.Count;
        TDouble factor = TD.Broadcast(scale);
        int wideRows = rows + (2 * radius);
        for (int x0 = from; x0 < to; x0 += Block)
        {
            double* next = wide;
            for (int y = 0; y < wideRows; y++, next += Block)
            {
                nint row = source[y];
                for (int x = 0; x < Block; x += n)
                {
                    TD.Store(next + x, TLoad.Load<TD, TDouble, TC, TFloat>(row, plane, x0 + x, factor));
                }
            }

            double* centre = wide + ((long)radius * Block);
            double* to0 = target + x0;
            int done = 0;
            for (; done < rows - 1; done += 2, centre += 2 * Block, to0 += 2 * stride)
            {
                for (int x = 0; x < Block; x += 2 * n)
                {
                    TwoRows(centre + x, weights, radius, to0 + x, stride);
                }
            }

            for (int x = 0; done < rows && x < Block; x += n)
            {
                OneRow(centre + x, weights, radius, to0 + x);
            }
        }
    }

    /// <summary>
    /// Two vectors of two rows: what lies k rows from one row lies k + 1 or k - 1 from the other, so that a step of k loads two
    /// rows and not four.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoRows(double* centre, double* weights, int radius, double* target, long stride)
    {
        int n = TD.Count;
        TDouble w = TD.Broadcast(weights[0]);
        TDouble a0 = TD.Mul(TD.Load(centre), w), a1 = TD.Mul(TD.Load(centre + n), w);
        TDouble b0 = TD.Mul(TD.Load(centre + Block), w), b1 = TD.Mul(TD.Load(centre + Block + n), w);
        double* up = centre - ((long)radius * Block);
        double* down = centre + ((radius + 1L) * Block);
        TDouble above0 = TD.Load(up), above1 = TD.Load(up + n), below0 = TD.Load(down), below1 = TD.Load(down + n);
        for (int k = radius; k > 0; k--)
        {
            up += Block;
            down -= Block;
            w = TD.Broadcast(weights[k]);
            TDouble nextAbove0 = TD.Load(up), nextAbove1 = TD.Load(up + n), nextBelow0 = TD.Load(down), nextBelow1 = TD.Load(down + n);
            a0 = TC.Fused(TD.Add(above0, nextBelow0), w, a0);
            a1 = TC.Fused(TD.Add(above1, nextBelow1), w, a1);
            b0 = TC.Fused(TD.Add(nextAbove0, below0), w, b0);
            b1 = TC.Fused(TD.Add(nextAbove1, below1), w, b1);
            above0 = nextAbove0;
            above1 = nextAbove1;
            below0 = nextBelow0;
            below1 = nextBelow1;
        }

        TD.Store(target, a0);
        TD.Store(target + n, a1);
        TD.Store(target + stride, b0);
        TD.Store(target + stride + n, b1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneRow(double* centre, double* weights, int radius, double* target)
    {
        TDouble sum = TD.Mul(TD.Load(centre), TD.Broadcast(weights[0]));
        for (long k = radius; k > 0; k--)
        {
            sum = TC.Fused(TD.Add(TD.Load(centre - (k * Block)), TD.Load(centre + (k * Block))), TD.Broadcast(weights[k]), sum);
        }

        TD.Store(target, sum);
    }
}
