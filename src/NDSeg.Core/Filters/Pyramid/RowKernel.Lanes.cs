using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Pyramid;

/// <inheritdoc/>
internal sealed unsafe partial class RowKernel<TF, TFloat, TD, TDouble, TC> : RowKernel
    where TF : struct, ILanes<TFloat, float>
    where TD : struct, ILanes<TDouble, double>
    where TC : struct, IConversions<TFloat, TDouble>
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    internal override void Vertical(RowSamples samples, nint* source, int plane, double scale, double* weights, int radius, double* target, long stride, int rows, int from, int to, double* wide, bool turned)
    {
        switch (samples)
        {
            case RowSamples.Grey:
                Vertical<GreyLoader>(source, plane, scale, weights, radius, target, stride, rows, from, to, wide, turned);
                break;
            case RowSamples.GreySquared:
                Vertical<GreySquaredLoader>(source, plane, scale, weights, radius, target, stride, rows, from, to, wide, turned);
                break;
            case RowSamples.SlopeXX:
                Vertical<SlopeXXLoader>(source, plane, scale, weights, radius, target, stride, rows, from, to, wide, turned);
                break;
            case RowSamples.SlopeYY:
                Vertical<SlopeYYLoader>(source, plane, scale, weights, radius, target, stride, rows, from, to, wide, turned);
                break;
            case RowSamples.SlopeXY:
                Vertical<SlopeXYLoader>(source, plane, scale, weights, radius, target, stride, rows, from, to, wide, turned);
                break;
            default:
                Vertical<WideLoader>(source, plane, scale, weights, radius, target, stride, rows, from, to, wide, turned);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Horizontal(double* source, double* target, double* weights, int radius, int from, int to)
    {
        int n = TD.Count;
        for (int x = from; x < to; x += 4 * n)
        {
            double* centre = source + x;
            TDouble w = TD.Broadcast(weights[0]);
            TDouble a0 = TD.Mul(TD.Load(centre), w);
            TDouble a1 = TD.Mul(TD.Load(centre + n), w);
            TDouble a2 = TD.Mul(TD.Load(centre + (2 * n)), w);
            TDouble a3 = TD.Mul(TD.Load(centre + (3 * n)), w);
            double* left = centre - radius;
            double* right = centre + radius;
            for (int k = radius; k > 0; k--)
            {
                w = TD.Broadcast(weights[k]);
                a0 = TC.Fused(TD.Add(TD.Load(left), TD.Load(right)), w, a0);
                a1 = TC.Fused(TD.Add(TD.Load(left + n), TD.Load(right + n)), w, a1);
                a2 = TC.Fused(TD.Add(TD.Load(left + (2 * n)), TD.Load(right + (2 * n))), w, a2);
                a3 = TC.Fused(TD.Add(TD.Load(left + (3 * n)), TD.Load(right + (3 * n))), w, a3);
                left++;
                right--;
            }

            TD.Store(target + x, a0);
            TD.Store(target + x + n, a1);
            TD.Store(target + x + (2 * n), a2);
            TD.Store(target + x + (3 * n), a3);
        }
    }

    internal override void Sum(RowSamples samples, nint* source, int plane, double scale, int count, double* target, int from, int to)
    {
        switch (samples)
        {
            case RowSamples.Grey:
                Sum<GreyLoader>(source, plane, scale, count, target, from, to);
                break;
            case RowSamples.GreySquared:
                Sum<GreySquaredLoader>(source, plane, scale, count, target, from, to);
                break;
            case RowSamples.SlopeXX:
                Sum<SlopeXXLoader>(source, plane, scale, count, target, from, to);
                break;
            case RowSamples.SlopeYY:
                Sum<SlopeYYLoader>(source, plane, scale, count, target, from, to);
                break;
            case RowSamples.SlopeXY:
                Sum<SlopeXYLoader>(source, plane, scale, count, target, from, to);
                break;
            default:
                Sum<WideLoader>(source, plane, scale, count, target, from, to);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Halve(double* row, double factor, int columns)
    {
        int n = TD.Count;
        TDouble f = TD.Broadcast(factor);
        for (int x = 0; x < columns; x += n)
        {
            TDouble a = TD.Load(row + (2 * x)), b = TD.Load(row + (2 * x) + n);
            TD.Store(row + x, TD.Mul(TD.Add(TC.Even(a, b), TC.Odd(a, b)), f));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Narrow(double* source, float* target, int from, int to)
    {
        for (int x = from; x < to; x += TD.Count)
        {
            TC.StoreNarrow(target + x, TD.Load(source + x));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Slopes(double* centre, double* above, double* below, double factor, float* across, float* down, int from, int to)
    {
        TDouble half = TD.Broadcast(0.5), f = TD.Broadcast(factor);
        for (int x = from; x < to; x += TD.Count)
        {
            TC.StoreNarrow(across + x, TD.Mul(TD.Sub(TD.Load(centre + x + 1), TD.Load(centre + x - 1)), half));
            TC.StoreNarrow(down + x, TD.Mul(TD.Sub(TD.Load(below + x), TD.Load(above + x)), f));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Expand(float* source, float* target, int level, int blocks)
    {
        int n = TF.Count;
        if (level == 2)
        {
            for (int i = 0; i < blocks; i += n)
            {
                (TFloat centre, TFloat fall, TFloat rise) = Steps(source + i);
                TFloat a = Phase(centre, fall, 0.25f), b = Phase(centre, rise, 0.25f);
                Pair(target + (2 * i), a, b);
            }
        }
        else if (level == 4)
        {
            for (int i = 0; i < blocks; i += n)
            {
                (TFloat centre, TFloat fall, TFloat rise) = Steps(source + i);
                TFloat a = Phase(centre, fall, 0.375f), b = Phase(centre, fall, 0.125f), c = Phase(centre, rise, 0.125f), d = Phase(centre, rise, 0.375f);
                Quad(target + (4 * i), a, b, c, d);
            }
        }
        else
        {
            for (int i = 0; i < blocks; i += n)
            {
                (TFloat centre, TFloat fall, TFloat rise) = Steps(source + i);
                TFloat p0 = Phase(centre, fall, 0.4375f), p1 = Phase(centre, fall, 0.3125f), p2 = Phase(centre, fall, 0.1875f), p3 = Phase(centre, fall, 0.0625f);
                TFloat p4 = Phase(centre, rise, 0.0625f), p5 = Phase(centre, rise, 0.1875f), p6 = Phase(centre, rise, 0.3125f), p7 = Phase(centre, rise, 0.4375f);
                Quad(target + (8 * i), TC.ZipLow(p0, p4), TC.ZipLow(p1, p5), TC.ZipLow(p2, p6), TC.ZipLow(p3, p7));
                Quad(target + (8 * i) + (4 * n), TC.ZipHigh(p0, p4), TC.ZipHigh(p1, p5), TC.ZipHigh(p2, p6), TC.ZipHigh(p3, p7));
            }
        }
    }

    internal override void Blend(float* above, float* below, float share, float* target, int columns, bool stream)
    {
        if (stream)
        {
            Blend<StreamStore>(above, below, share, target, columns);
        }
        else
        {
            Blend<CachedStore>(above, below, share, target, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TFloat Centre, TFloat Fall, TFloat Rise) Steps(float* at)
    {
        TFloat centre = TF.Load(at);
        return (centre, TF.Sub(TF.Load(at - 1), centre), TF.Sub(TF.Load(at + 1), centre));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Phase(TFloat centre, TFloat step, float share) => TC.Fused(step, TF.Broadcast(share), centre);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(float* target, TFloat a, TFloat b)
    {
        TF.Store(target, TC.ZipLow(a, b));
        TF.Store(target + TF.Count, TC.ZipHigh(a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(float* target, TFloat a, TFloat b, TFloat c, TFloat d)
    {
        Pair(target, TC.ZipLow(a, c), TC.ZipLow(b, d));
        Pair(target + (2 * TF.Count), TC.ZipHigh(a, c), TC.ZipHigh(b, d));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blend<TStore>(float* above, float* below, float share, float* target, int columns)
        where TStore : struct, IStorePolicy
    {
        TFloat f = TF.Broadcast(share);
        for (int x = 0; x < columns; x += TF.Count)
        {
            TFloat upper = TF.Load(above + x);
            TStore.Store<TF, TFloat>(target + x, TC.Fused(TF.Sub(TF.Load(below + x), upper), f, upper));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<TLoad>(nint* source, int plane, double scale, int count, double* target, int from, int to)
        where TLoad : struct, ISampleLoader
    {
        TDouble factor = TD.Broadcast(scale);
        for (int x = from; x < to; x += TD.Count)
        {
            TDouble sum = TLoad.Load<TD, TDouble, TC, TFloat>(source[0], plane, x, factor);
            for (int y = 1; y < count; y++)
            {
                sum = TD.Add(sum, TLoad.Load<TD, TDouble, TC, TFloat>(source[y], plane, x, factor));
            }

            TD.Store(target + x, sum);
        }
    }
}
