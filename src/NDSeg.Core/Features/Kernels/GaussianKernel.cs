using System.Runtime.CompilerServices;
using NDSeg.Features.Simd;

namespace NDSeg.Features.Kernels;

/// <summary>
/// Separable blurs. Sums are kept in float64 and rounded to float32 after each direction, which is what
/// scipy.ndimage does: the blurs equal its bytes, and so do second differences of wide blurs, whose range can be as small
/// as a few thousand times the rounding error of a float32 sum.
/// </summary>
internal static unsafe class GaussianKernel
{
    /// <summary>Columns per block: the widened rows of a block stay in the first-level cache.</summary>
    internal const int Block = 32;

    /// <summary>Vertical direction of several blurs at once.</summary>
    /// <param name="source">First float of the row that lies <paramref name="radius"/> above the first row to write.</param>
    /// <param name="sourceStride">Floats from a source row to the next.</param>
    /// <param name="jobs">The blurs; every target has <paramref name="targetStride"/>.</param>
    /// <param name="jobCount">Number of blurs.</param>
    /// <param name="radius">Greatest half-width.</param>
    /// <param name="targetStride">Floats from a target row to the next.</param>
    /// <param name="rows">Rows to write.</param>
    /// <param name="columns">Columns to write, rounded up to a multiple of <see cref="Block"/>.</param>
    /// <param name="wide">Working memory, (rows + 2 radius) x <see cref="Block"/> doubles.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Vertical<TLanes, TConv, TFloat, TDouble>(
        float* source, long sourceStride, BlurJob* jobs, int jobCount, int radius, long targetStride, int rows, int columns, double* wide)
        where TLanes : struct, ILanes<TDouble, double>
        where TConv : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
    {
        int n = TLanes.Count;
        int wideRows = rows + (2 * radius);
        for (int x0 = 0; x0 < columns; x0 += Block)
        {
            for (int y = 0; y < wideRows; y++)
            {
                float* from = source + (y * sourceStride) + x0;
                double* to = wide + ((long)y * Block);
                for (int x = 0; x < Block; x += n)
                {
                    TLanes.Store(to + x, TConv.LoadWide(from + x));
                }
            }

            for (int j = 0; j < jobCount; j++)
            {
                double* weights = jobs[j].Weights;
                int reach = jobs[j].Radius;
                for (int y = 0; y < rows; y++)
                {
                    float* to = jobs[j].Target + (y * targetStride) + x0;
                    double* row = wide + ((long)(y + radius) * Block);
                    for (int x = 0; x < Block; x += 4 * n)
                    {
                        double* centre = row + x;
                        TDouble w = TLanes.Broadcast(weights[0]);
                        TDouble a0 = TLanes.Mul(TLanes.Load(centre), w);
                        TDouble a1 = TLanes.Mul(TLanes.Load(centre + n), w);
                        TDouble a2 = TLanes.Mul(TLanes.Load(centre + (2 * n)), w);
                        TDouble a3 = TLanes.Mul(TLanes.Load(centre + (3 * n)), w);
                        double* up = centre - ((long)reach * Block);
                        double* down = centre + ((long)reach * Block);
                        for (int k = reach; k > 0; k--)
                        {
                            w = TLanes.Broadcast(weights[k]);
                            a0 = TLanes.Add(a0, TLanes.Mul(TLanes.Add(TLanes.Load(up), TLanes.Load(down)), w));
                            a1 = TLanes.Add(a1, TLanes.Mul(TLanes.Add(TLanes.Load(up + n), TLanes.Load(down + n)), w));
                            a2 = TLanes.Add(a2, TLanes.Mul(TLanes.Add(TLanes.Load(up + (2 * n)), TLanes.Load(down + (2 * n))), w));
                            a3 = TLanes.Add(a3, TLanes.Mul(TLanes.Add(TLanes.Load(up + (3 * n)), TLanes.Load(down + (3 * n))), w));
                            up += Block;
                            down -= Block;
                        }

                        TConv.StoreNarrow(to + x, a0);
                        TConv.StoreNarrow(to + x + n, a1);
                        TConv.StoreNarrow(to + x + (2 * n), a2);
                        TConv.StoreNarrow(to + x + (3 * n), a3);
                    }
                }
            }
        }
    }

    /// <summary>Horizontal direction of one blur over several rows.</summary>
    /// <param name="source">First float of the first row; readable 8 + half-width to both sides of the columns written.</param>
    /// <param name="sourceStride">Floats from a source row to the next.</param>
    /// <param name="target">First float of the first row to write; 8 columns to both sides are written too.</param>
    /// <param name="targetStride">Floats from a target row to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns, a multiple of <see cref="Block"/>.</param>
    /// <param name="weights">Weights from the centre outwards.</param>
    /// <param name="radius">Half-width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Horizontal<TLanes, TConv, TFloat, TDouble>(
        float* source, long sourceStride, float* target, long targetStride, int rows, int columns, double* weights, int radius)
        where TLanes : struct, ILanes<TDouble, double>
        where TConv : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
    {
        int n = TLanes.Count;
        for (int y = 0; y < rows; y++)
        {
            float* from = source + (y * sourceStride);
            float* to = target + (y * targetStride);
            for (int x = 0; x < columns; x += 4 * n)
            {
                float* centre = from + x;
                TDouble w = TLanes.Broadcast(weights[0]);
                TDouble a0 = TLanes.Mul(TConv.LoadWide(centre), w);
                TDouble a1 = TLanes.Mul(TConv.LoadWide(centre + n), w);
                TDouble a2 = TLanes.Mul(TConv.LoadWide(centre + (2 * n)), w);
                TDouble a3 = TLanes.Mul(TConv.LoadWide(centre + (3 * n)), w);
                float* left = centre - radius;
                float* right = centre + radius;
                for (int k = radius; k > 0; k--)
                {
                    w = TLanes.Broadcast(weights[k]);
                    a0 = TLanes.Add(a0, TLanes.Mul(TLanes.Add(TConv.LoadWide(left), TConv.LoadWide(right)), w));
                    a1 = TLanes.Add(a1, TLanes.Mul(TLanes.Add(TConv.LoadWide(left + n), TConv.LoadWide(right + n)), w));
                    a2 = TLanes.Add(a2, TLanes.Mul(TLanes.Add(TConv.LoadWide(left + (2 * n)), TConv.LoadWide(right + (2 * n))), w));
                    a3 = TLanes.Add(a3, TLanes.Mul(TLanes.Add(TConv.LoadWide(left + (3 * n)), TConv.LoadWide(right + (3 * n))), w));
                    left++;
                    right--;
                }

                TConv.StoreNarrow(to + x, a0);
                TConv.StoreNarrow(to + x + n, a1);
                TConv.StoreNarrow(to + x + (2 * n), a2);
                TConv.StoreNarrow(to + x + (3 * n), a3);
            }

            Edge<TLanes, TConv, TFloat, TDouble>(from - 8, to - 8, weights, radius);
            Edge<TLanes, TConv, TFloat, TDouble>(from + columns, to + columns, weights, radius);
        }
    }

    /// <summary>Eight columns beside a tile; the derivatives need two of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Edge<TLanes, TConv, TFloat, TDouble>(float* from, float* to, double* weights, int radius)
        where TLanes : struct, ILanes<TDouble, double>
        where TConv : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
    {
        for (int x = 0; x < 8; x += TLanes.Count)
        {
            TDouble sum = TLanes.Mul(TConv.LoadWide(from + x), TLanes.Broadcast(weights[0]));
            for (int k = radius; k > 0; k--)
            {
                TDouble pair = TLanes.Add(TConv.LoadWide(from + x - k), TConv.LoadWide(from + x + k));
                sum = TLanes.Add(sum, TLanes.Mul(pair, TLanes.Broadcast(weights[k])));
            }

            TConv.StoreNarrow(to + x, sum);
        }
    }
}
