using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>Exact float32 sums of leaf values, and what follows from them.</summary>
internal static unsafe class SumKernel<TRegister, TVec>
    where TRegister : struct, IRegister<TVec>
    where TVec : unmanaged
{
    // x >= Lowest is x > this, also for what is not a number.
    private static readonly float BelowLowest = MathF.BitDecrement(ClassProbability.Lowest);

    private static int Floats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRegister.Bytes / sizeof(float);
    }

    /// <summary>Adds exact leaf values to the float32 sums of one class over the first pixels of a chunk, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Sum(SumTerm* first, SumTerm* end, float* values, byte* rows, float* sums, int pixels)
    {
        for (int v = 0; v < pixels; v += 4 * Floats)
        {
            float* at = sums + v;
            TVec s0 = TRegister.Load(at);
            TVec s1 = TRegister.Load(at + Floats);
            TVec s2 = TRegister.Load(at + (2 * Floats));
            TVec s3 = TRegister.Load(at + (3 * Floats));
            for (SumTerm* term = first; term < end; term++)
            {
                float* table = values + term->Values;
                if (term->Row < 0)
                {
                    TVec same = TRegister.Single(*table);
                    s0 = TRegister.AddSingle(s0, same);
                    s1 = TRegister.AddSingle(s1, same);
                    s2 = TRegister.AddSingle(s2, same);
                    s3 = TRegister.AddSingle(s3, same);
                    continue;
                }

                TRegister.AddSinglesAt(table, term->Count, rows + term->Row + v, ref s0, ref s1, ref s2, ref s3);
            }

            TRegister.Store(at, s0);
            TRegister.Store(at + Floats, s1);
            TRegister.Store(at + (2 * Floats), s2);
            TRegister.Store(at + (3 * Floats), s3);
        }
    }

    /// <summary>The first class with the greatest sum, 0..K-1, of a chunk; for one sum whether it is above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Winner(float* sums, int count, int* winners)
    {
        for (int v = 0; v < PredictionKernels.Chunk; v += Floats)
        {
            TVec best = TRegister.Load(sums + v);
            TVec winner = count == 1 ? TRegister.SelectGreaterSingle(best, default, TRegister.Int32(1), default) : default;
            for (int k = 1; k < count; k++)
            {
                TVec sum = TRegister.Load(sums + ((long)k * PredictionKernels.Chunk) + v);
                winner = TRegister.SelectGreaterSingle(sum, best, TRegister.Int32(k), winner);
                best = TRegister.SelectGreaterSingle(sum, best, sum, best);
            }

            TRegister.Store(winners + v, winner);
        }
    }

    /// <summary>Sums of a chunk to K probabilities, in place of the sums: the steps of <see cref="ClassProbability"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Probability(TreeEnsemble ensemble, float* sums)
    {
        int classes = ensemble.ClassCount;
        for (int v = 0; v < PredictionKernels.Chunk; v += Floats)
        {
            float* column = sums + v;
            if (ensemble.Kind == EnsembleKind.Forest)
            {
                Divide(column, classes, TRegister.Single(ensemble.Trees.Length));
            }
            else if (ensemble.MarginCount == 1)
            {
                Logistic(column);
            }
            else
            {
                Softmax(column, classes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Divide(float* column, int classes, TVec divisor)
    {
        for (int k = 0; k < classes; k++)
        {
            float* at = column + ((long)k * PredictionKernels.Chunk);
            TRegister.Store(at, TRegister.DivideSingle(TRegister.Load(at), divisor));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Logistic(float* column)
    {
        TVec one = TRegister.Single(1f);
        TVec margin = TRegister.Load(column);
        TVec e = Exp(TRegister.Or(margin, TRegister.Single(-0f)));
        TVec greater = TRegister.DivideSingle(one, TRegister.AddSingle(one, e));
        TVec smaller = TRegister.DivideSingle(e, TRegister.AddSingle(one, e));
        TVec belowZero = TRegister.Single(-float.Epsilon);
        TRegister.Store(column, TRegister.SelectGreaterSingle(margin, belowZero, smaller, greater));
        TRegister.Store(column + PredictionKernels.Chunk, TRegister.SelectGreaterSingle(margin, belowZero, greater, smaller));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Softmax(float* column, int classes)
    {
        TVec greatest = TRegister.Load(column);
        for (int k = 1; k < classes; k++)
        {
            greatest = TRegister.MaxSingle(greatest, TRegister.Load(column + ((long)k * PredictionKernels.Chunk)));
        }

        TVec total = default;
        for (int k = 0; k < classes; k++)
        {
            float* at = column + ((long)k * PredictionKernels.Chunk);
            TVec e = Exp(TRegister.SubtractSingle(TRegister.Load(at), greatest));
            TRegister.Store(at, e);
            total = TRegister.AddSingle(total, e);
        }

        Divide(column, classes, total);
    }

    /// <summary>e^x for x &lt;= 0: the steps of <see cref="ClassProbability.Exp"/>, one operation each, so that the bits are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Exp(TVec x)
    {
        TVec rounder = TRegister.Single(ClassProbability.Rounder);
        TVec shifted = TRegister.AddSingle(TRegister.MultiplySingle(x, TRegister.Single(ClassProbability.Log2E)), rounder);
        TVec n = TRegister.SubtractSingle(shifted, rounder);
        TVec r = TRegister.SubtractSingle(x, TRegister.MultiplySingle(n, TRegister.Single(ClassProbability.Ln2High)));
        r = TRegister.SubtractSingle(r, TRegister.MultiplySingle(n, TRegister.Single(ClassProbability.Ln2Low)));
        TVec p = TRegister.Single(1f / 5040);
        p = TRegister.AddSingle(TRegister.MultiplySingle(p, r), TRegister.Single(1f / 720));
        p = TRegister.AddSingle(TRegister.MultiplySingle(p, r), TRegister.Single(1f / 120));
        p = TRegister.AddSingle(TRegister.MultiplySingle(p, r), TRegister.Single(1f / 24));
        p = TRegister.AddSingle(TRegister.MultiplySingle(p, r), TRegister.Single(1f / 6));
        p = TRegister.AddSingle(TRegister.MultiplySingle(p, r), TRegister.Single(0.5f));
        p = TRegister.AddSingle(TRegister.MultiplySingle(p, r), TRegister.Single(1f));
        p = TRegister.AddSingle(TRegister.MultiplySingle(p, r), TRegister.Single(1f));
        TVec exponent = TRegister.ToExponent(TRegister.AddInt32(TRegister.SubtractInt32(shifted, rounder), TRegister.Int32(127)));
        return TRegister.SelectGreaterSingle(x, TRegister.Single(BelowLowest), TRegister.MultiplySingle(p, exponent), default);
    }
}
