using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Tophat;

/// <inheritdoc/>
internal sealed unsafe class ExtremeKernel<TF, TFloat> : ExtremeKernel
    where TF : struct, ILanes<TFloat, float>
    where TFloat : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Combine(float* first, float* second, float* target, int columns, bool maximum)
    {
        if (maximum)
        {
            for (int x = 0; x < columns; x += TF.Count)
            {
                TF.Store(target + x, TF.Max(TF.Load(first + x), TF.Load(second + x)));
            }
        }
        else
        {
            for (int x = 0; x < columns; x += TF.Count)
            {
                TF.Store(target + x, TF.Min(TF.Load(first + x), TF.Load(second + x)));
            }
        }
    }

    internal override void Window(nint* rows, int size, float* work, float* target, int columns, bool maximum)
    {
        if (maximum)
        {
            Window<Maxima>(rows, size, work, target, columns);
        }
        else
        {
            Window<Minima>(rows, size, work, target, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Window<TExtreme>(nint* rows, int size, float* work, float* target, int columns)
        where TExtreme : struct, IExtreme
    {
        int n = TF.Count;
        for (int x = 0; x < columns + size - 1; x += 2 * n)
        {
            float* row = (float*)rows[0] + x;
            TFloat a = TF.Load(row), b = TF.Load(row + n);
            for (int r = 1; r < size; r++)
            {
                row = (float*)rows[r] + x;
                a = TExtreme.Of(a, TF.Load(row));
                b = TExtreme.Of(b, TF.Load(row + n));
            }

            TF.Store(work + x, a);
            TF.Store(work + x + n, b);
        }

        for (int x = 0; x < columns; x += 2 * n)
        {
            float* column = work + x;
            TFloat a = TF.Load(column), b = TF.Load(column + n);
            for (int c = 1; c < size; c++)
            {
                a = TExtreme.Of(a, TF.Load(column + c));
                b = TExtreme.Of(b, TF.Load(column + c + n));
            }

            TF.Store(target + x, a);
            TF.Store(target + x + n, b);
        }
    }

    private interface IExtreme
    {
        static abstract TFloat Of(TFloat a, TFloat b);
    }

    private readonly struct Maxima : IExtreme
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Of(TFloat a, TFloat b) => TF.Max(a, b);
    }

    private readonly struct Minima : IExtreme
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Of(TFloat a, TFloat b) => TF.Min(a, b);
    }
}
