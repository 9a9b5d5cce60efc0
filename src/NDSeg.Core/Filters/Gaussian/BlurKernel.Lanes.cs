using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Gaussian;

/// <inheritdoc/>
internal sealed unsafe class BlurKernel<TLanes, TConv, TFloat, TDouble> : BlurKernel
    where TLanes : struct, ILanes<TDouble, double>
    where TConv : struct, IConversions<TFloat, TDouble>
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    /// <summary>Blurs that share the sums of pairs of rows.</summary>
    private const int Together = 5;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Vertical(
        float* source, long sourceStride, BlurJob* jobs, int jobCount, int radius, long targetStride, int rows, int columns, double* wide)
    {
        int wideRows = rows + (2 * radius);
        for (int x0 = 0; x0 < columns; x0 += Block)
        {
            for (int y = 0; y < wideRows; y++)
            {
                float* from = source + (y * sourceStride) + x0;
                double* to = wide + ((long)y * Block);
                for (int x = 0; x < Block; x += TLanes.Count)
                {
                    TLanes.Store(to + x, TConv.LoadWide(from + x));
                }
            }

            // A last group of fewer than five repeats its first blur: the same values are written twice.
            for (int end = jobCount; end > 0; end -= Together)
            {
                BlurJob* last = jobs + end - 1;
                BlurJob* first = jobs + Math.Max(end - Together, 0);
                Columns(
                    wide + ((long)radius * Block),
                    Later(first, last, 4),
                    Later(first, last, 3),
                    Later(first, last, 2),
                    Later(first, last, 1),
                    last,
                    x0,
                    targetStride,
                    rows);
            }
        }
    }

    private static BlurJob* Later(BlurJob* first, BlurJob* last, int places) => last - places < first ? first : last - places;

    /// <summary>One block of columns of five blurs, half-widths ascending: a pair of rows is added once for all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(
        double* rowZero, BlurJob* j0, BlurJob* j1, BlurJob* j2, BlurJob* j3, BlurJob* j4, long offset, long targetStride, int rows)
    {
        int n = TLanes.Count;
        double* w0 = j0->Weights, w1 = j1->Weights, w2 = j2->Weights, w3 = j3->Weights, w4 = j4->Weights;
        int r0 = j0->Radius, r1 = j1->Radius, r2 = j2->Radius, r3 = j3->Radius, r4 = j4->Radius;
        for (int y = 0; y < rows; y++)
        {
            long target = (y * targetStride) + offset;
            for (int x = 0; x < Block; x += 2 * n)
            {
                double* centre = rowZero + ((long)y * Block) + x;
                TDouble p = TLanes.Load(centre), q = TLanes.Load(centre + n);
                TDouble w = TLanes.Broadcast(w0[0]);
                TDouble a0 = TLanes.Mul(p, w), b0 = TLanes.Mul(q, w);
                w = TLanes.Broadcast(w1[0]);
                TDouble a1 = TLanes.Mul(p, w), b1 = TLanes.Mul(q, w);
                w = TLanes.Broadcast(w2[0]);
                TDouble a2 = TLanes.Mul(p, w), b2 = TLanes.Mul(q, w);
                w = TLanes.Broadcast(w3[0]);
                TDouble a3 = TLanes.Mul(p, w), b3 = TLanes.Mul(q, w);
                w = TLanes.Broadcast(w4[0]);
                TDouble a4 = TLanes.Mul(p, w), b4 = TLanes.Mul(q, w);
                double* up = centre - ((long)r4 * Block);
                double* down = centre + ((long)r4 * Block);
                int k = r4;
                for (; k > r3; k--, up += Block, down -= Block)
                {
                    p = TLanes.Add(TLanes.Load(up), TLanes.Load(down));
                    q = TLanes.Add(TLanes.Load(up + n), TLanes.Load(down + n));
                    w = TLanes.Broadcast(w4[k]);
                    a4 = TConv.Fused(p, w, a4);
                    b4 = TConv.Fused(q, w, b4);
                }

                for (; k > r2; k--, up += Block, down -= Block)
                {
                    p = TLanes.Add(TLanes.Load(up), TLanes.Load(down));
                    q = TLanes.Add(TLanes.Load(up + n), TLanes.Load(down + n));
                    w = TLanes.Broadcast(w4[k]);
                    a4 = TConv.Fused(p, w, a4);
                    b4 = TConv.Fused(q, w, b4);
                    w = TLanes.Broadcast(w3[k]);
                    a3 = TConv.Fused(p, w, a3);
                    b3 = TConv.Fused(q, w, b3);
                }

                for (; k > r1; k--, up += Block, down -= Block)
                {
                    p = TLanes.Add(TLanes.Load(up), TLanes.Load(down));
                    q = TLanes.Add(TLanes.Load(up + n), TLanes.Load(down + n));
                    w = TLanes.Broadcast(w4[k]);
                    a4 = TConv.Fused(p, w, a4);
                    b4 = TConv.Fused(q, w, b4);
                    w = TLanes.Broadcast(w3[k]);
                    a3 = TConv.Fused(p, w, a3);
                    b3 = TConv.Fused(q, w, b3);
                    w = TLanes.Broadcast(w2[k]);
                    a2 = TConv.Fused(p, w, a2);
                    b2 = TConv.Fused(q, w, b2);
                }

                for (; k > r0; k--, up += Block, down -= Block)
                {
                    p = TLanes.Add(TLanes.Load(up), TLanes.Load(down));
                    q = TLanes.Add(TLanes.Load(up + n), TLanes.Load(down + n));
                    w = TLanes.Broadcast(w4[k]);
                    a4 = TConv.Fused(p, w, a4);
                    b4 = TConv.Fused(q, w, b4);
                    w = TLanes.Broadcast(w3[k]);
                    a3 = TConv.Fused(p, w, a3);
                    b3 = TConv.Fused(q, w, b3);
                    w = TLanes.Broadcast(w2[k]);
                    a2 = TConv.Fused(p, w, a2);
                    b2 = TConv.Fused(q, w, b2);
                    w = TLanes.Broadcast(w1[k]);
                    a1 = TConv.Fused(p, w, a1);
                    b1 = TConv.Fused(q, w, b1);
                }

                for (; k > 0; k--, up += Block, down -= Block)
                {
                    p = TLanes.Add(TLanes.Load(up), TLanes.Load(down));
                    q = TLanes.Add(TLanes.Load(up + n), TLanes.Load(down + n));
                    w = TLanes.Broadcast(w4[k]);
                    a4 = TConv.Fused(p, w, a4);
                    b4 = TConv.Fused(q, w, b4);
                    w = TLanes.Broadcast(w3[k]);
                    a3 = TConv.Fused(p, w, a3);
                    b3 = TConv.Fused(q, w, b3);
                    w = TLanes.Broadcast(w2[k]);
                    a2 = TConv.Fused(p, w, a2);
                    b2 = TConv.Fused(q, w, b2);
                    w = TLanes.Broadcast(w1[k]);
                    a1 = TConv.Fused(p, w, a1);
                    b1 = TConv.Fused(q, w, b1);
                    w = TLanes.Broadcast(w0[k]);
                    a0 = TConv.Fused(p, w, a0);
                    b0 = TConv.Fused(q, w, b0);
                }

                TConv.StoreNarrow(j0->Target + target + x, a0);
                TConv.StoreNarrow(j0->Target + target + x + n, b0);
                TConv.StoreNarrow(j1->Target + target + x, a1);
                TConv.StoreNarrow(j1->Target + target + x + n, b1);
                TConv.StoreNarrow(j2->Target + target + x, a2);
                TConv.StoreNarrow(j2->Target + target + x + n, b2);
                TConv.StoreNarrow(j3->Target + target + x, a3);
                TConv.StoreNarrow(j3->Target + target + x + n, b3);
                TConv.StoreNarrow(j4->Target + target + x, a4);
                TConv.StoreNarrow(j4->Target + target + x + n, b4);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Horizontal(
        float* source, long sourceStride, float* target, long targetStride, int rows, int columns, double* weights, int radius)
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
                    a0 = TConv.Fused(TLanes.Add(TConv.LoadWide(left), TConv.LoadWide(right)), w, a0);
                    a1 = TConv.Fused(TLanes.Add(TConv.LoadWide(left + n), TConv.LoadWide(right + n)), w, a1);
                    a2 = TConv.Fused(TLanes.Add(TConv.LoadWide(left + (2 * n)), TConv.LoadWide(right + (2 * n))), w, a2);
                    a3 = TConv.Fused(TLanes.Add(TConv.LoadWide(left + (3 * n)), TConv.LoadWide(right + (3 * n))), w, a3);
                    left++;
                    right--;
                }

                TConv.StoreNarrow(to + x, a0);
                TConv.StoreNarrow(to + x + n, a1);
                TConv.StoreNarrow(to + x + (2 * n), a2);
                TConv.StoreNarrow(to + x + (3 * n), a3);
            }

            Edge(from - 8, to - 8, weights, radius);
            Edge(from + columns, to + columns, weights, radius);
        }
    }

    /// <summary>Eight columns beside a tile; the derivatives need two of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Edge(float* from, float* to, double* weights, int radius)
    {
        for (int x = 0; x < 8; x += TLanes.Count)
        {
            TDouble sum = TLanes.Mul(TConv.LoadWide(from + x), TLanes.Broadcast(weights[0]));
            for (int k = radius; k > 0; k--)
            {
                TDouble pair = TLanes.Add(TConv.LoadWide(from + x - k), TConv.LoadWide(from + x + k));
                sum = TConv.Fused(pair, TLanes.Broadcast(weights[k]), sum);
            }

            TConv.StoreNarrow(to + x, sum);
        }
    }
}
