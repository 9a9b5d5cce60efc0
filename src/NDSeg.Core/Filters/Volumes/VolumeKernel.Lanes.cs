using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Volumes;

/// <inheritdoc/>
internal sealed unsafe partial class VolumeKernel<TD, TC, TFloat, TDouble> : VolumeKernel
    where TD : struct, ILanes<TDouble, double>
    where TC : struct, IConversions<TFloat, TDouble>
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Across(double** sources, double** targets, int count, int columns, double* weights, int radius)
        => Across<double, WideLoader<TD, TDouble>>(sources, targets, count, columns, weights, radius);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Across(float** sources, double** targets, int count, int columns, double* weights, int radius)
        => Across<float, WideningLoader<TC, TFloat, TDouble>>(sources, targets, count, columns, weights, radius);

    /// <summary>Four vectors of columns at a time, all outputs of them before the next: what they read stays in the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across<TElem, TLoader>(TElem** sources, double** targets, int count, int columns, double* weights, int radius)
        where TElem : unmanaged
        where TLoader : struct, IVolumeLoader<TElem, TDouble>
    {
        int n = TD.Count;
        for (int x = 0; x < columns; x += 4 * n)
        {
            for (int i = 0; i < count; i++)
            {
                TElem** centre = sources + i + radius;
                TElem* row = *centre + x;
                TDouble w = TD.Broadcast(weights[0]);
                TDouble a0 = TD.Mul(TLoader.Load(row), w);
                TDouble a1 = TD.Mul(TLoader.Load(row + n), w);
                TDouble a2 = TD.Mul(TLoader.Load(row + (2 * n)), w);
                TDouble a3 = TD.Mul(TLoader.Load(row + (3 * n)), w);
                for (int k = radius; k > 0; k--)
                {
                    TElem* before = centre[-k] + x;
                    TElem* after = centre[k] + x;
                    w = TD.Broadcast(weights[k]);
                    a0 = TC.Fused(TD.Add(TLoader.Load(before), TLoader.Load(after)), w, a0);
                    a1 = TC.Fused(TD.Add(TLoader.Load(before + n), TLoader.Load(after + n)), w, a1);
                    a2 = TC.Fused(TD.Add(TLoader.Load(before + (2 * n)), TLoader.Load(after + (2 * n))), w, a2);
                    a3 = TC.Fused(TD.Add(TLoader.Load(before + (3 * n)), TLoader.Load(after + (3 * n))), w, a3);
                }

                double* target = targets[i] + x;
                TD.Store(target, a0);
                TD.Store(target + n, a1);
                TD.Store(target + (2 * n), a2);
                TD.Store(target + (3 * n), a3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Along(double* source, double* target, int columns, double* weights, int radius)
    {
        int n = TD.Count;
        for (int x = 0; x < columns; x += 4 * n)
        {
            double* row = source + x;
            TDouble w = TD.Broadcast(weights[0]);
            TDouble a0 = TD.Mul(TD.Load(row), w);
            TDouble a1 = TD.Mul(TD.Load(row + n), w);
            TDouble a2 = TD.Mul(TD.Load(row + (2 * n)), w);
            TDouble a3 = TD.Mul(TD.Load(row + (3 * n)), w);
            double* before = row - radius;
            double* after = row + radius;
            for (int k = radius; k > 0; k--, before++, after--)
            {
                w = TD.Broadcast(weights[k]);
                a0 = TC.Fused(TD.Add(TD.Load(before), TD.Load(after)), w, a0);
                a1 = TC.Fused(TD.Add(TD.Load(before + n), TD.Load(after + n)), w, a1);
                a2 = TC.Fused(TD.Add(TD.Load(before + (2 * n)), TD.Load(after + (2 * n))), w, a2);
                a3 = TC.Fused(TD.Add(TD.Load(before + (3 * n)), TD.Load(after + (3 * n))), w, a3);
            }

            TD.Store(target + x, a0);
            TD.Store(target + x + n, a1);
            TD.Store(target + x + (2 * n), a2);
            TD.Store(target + x + (3 * n), a3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Difference(double* after, double* before, double factor, double* target, int columns)
    {
        TDouble f = TD.Broadcast(factor);
        for (int x = 0; x < columns; x += TD.Count)
        {
            TD.Store(target + x, TD.Mul(TD.Sub(TD.Load(after + x), TD.Load(before + x)), f));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Multiply(double* a, double* b, double* target, int columns)
    {
        for (int x = 0; x < columns; x += TD.Count)
        {
            TD.Store(target + x, TD.Mul(TD.Load(a + x), TD.Load(b + x)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Subtract(double* a, double* b, float* target, int columns)
    {
        for (int x = 0; x < columns; x += TD.Count)
        {
            TC.StoreNarrow(target + x, TD.Sub(TD.Load(a + x), TD.Load(b + x)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Narrow(double* source, float* target, int columns)
    {
        for (int x = 0; x < columns; x += TD.Count)
        {
            TC.StoreNarrow(target + x, TD.Load(source + x));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Sum(double* a, double* b, double* c, float* target, int columns)
    {
        for (int x = 0; x < columns; x += TD.Count)
        {
            TC.StoreNarrow(target + x, TD.Add(TD.Add(TD.Load(a + x), TD.Load(b + x)), TD.Load(c + x)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Magnitude(double* a, double* b, double* c, float* target, int columns)
    {
        for (int x = 0; x < columns; x += TD.Count)
        {
            TDouble p = TD.Load(a + x), q = TD.Load(b + x), r = TD.Load(c + x);
            TC.StoreNarrow(target + x, TD.Sqrt(TD.Add(TD.Add(TD.Mul(p, p), TD.Mul(q, q)), TD.Mul(r, r))));
        }
    }
}
