using System.Runtime.CompilerServices;

namespace NDSeg.Filters.Pyramid;

/// <content>Passes down the columns.</content>
internal sealed unsafe partial class RowKernel<TF, TFloat, TD, TDouble, TC>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vertical<TLoad>(nint* source, int plane, double scale, double* weights, int radius, double* target, long stride, int rows, int from, int to, double* wide, bool turned)
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
            if (turned)
            {
                TurnedBlock(centre, weights, radius, target + ((long)x0 * TurnedRows), stride, rows);
                continue;
            }

            double* to0 = target + x0;
            int done = 0;
            for (; done < rows - 3; done += 4, centre += 4 * Block, to0 += 4 * stride)
            {
                for (int x = 0; x < Block; x += n)
                {
                    FourRows(centre + x, Block, weights, radius, to0 + x, stride);
                }
            }

            for (; done < rows; done++, centre += Block, to0 += stride)
            {
                for (int x = 0; x < Block; x += n)
                {
                    OneRow(centre + x, weights, radius, to0 + x);
                }
            }
        }
    }

    /// <summary>
    /// A vector of four rows: what lies k rows from one row lies k - 1 or k + 1 from the next, so that a step of k loads two
    /// rows and not eight.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRows(double* centre, int pitch, double* weights, int radius, double* target, long stride)
    {
        TDouble w = TD.Broadcast(weights[0]);
        TDouble a = TD.Mul(TD.Load(centre), w), b = TD.Mul(TD.Load(centre + pitch), w);
        TDouble c = TD.Mul(TD.Load(centre + (2 * pitch)), w), d = TD.Mul(TD.Load(centre + (3 * pitch)), w);
        double* up = centre - ((long)radius * pitch);
        double* down = centre + ((radius + 3L) * pitch);
        TDouble above0 = TD.Load(up), above1 = TD.Load(up + pitch), above2 = TD.Load(up + (2 * pitch));
        TDouble below3 = TD.Load(down), below2 = TD.Load(down - pitch), below1 = TD.Load(down - (2 * pitch));
        up += 3 * pitch;
        down -= 3 * pitch;
        for (int k = radius; k > 0; k--)
        {
            w = TD.Broadcast(weights[k]);
            TDouble above3 = TD.Load(up), below0 = TD.Load(down);
            a = TC.Fused(TD.Add(above0, below0), w, a);
            b = TC.Fused(TD.Add(above1, below1), w, b);
            c = TC.Fused(TD.Add(above2, below2), w, c);
            d = TC.Fused(TD.Add(above3, below3), w, d);
            above0 = above1;
            above1 = above2;
            above2 = above3;
            below3 = below2;
            below2 = below1;
            below1 = below0;
            up += pitch;
            down -= pitch;
        }

        TD.Store(target, a);
        TD.Store(target + stride, b);
        TD.Store(target + (2 * stride), c);
        TD.Store(target + (3 * stride), d);
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
