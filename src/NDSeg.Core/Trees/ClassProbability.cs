using System.Runtime.CompilerServices;

namespace NDSeg.Trees;

/// <summary>
/// Margins to class probabilities; the vectorised predictor takes the same steps and gets the same bits.
/// exp(x) for x &lt;= 0: n = round(x log2 e), r = x - n ln 2 (in two parts), a polynomial of degree seven for e^r, times 2^n;
/// every step is one float32 operation without fused multiply-add. Below -87 the result is 0 (e^-87 is 1.6e-38).
/// Softmax: e_k = exp(m_k - max m), p_k = e_k / sum of e in class order. Logistic: e = exp(-|m|), p(second class) = 1 / (1 + e)
/// for m &gt;= 0 and e / (1 + e) else. The relative error stays below 5e-7.
/// </summary>
internal static class ClassProbability
{
    public const float Lowest = -87f;
    public const float Log2E = 1.44269504f;

    // Cody and Waite: the first part has trailing zero bits, so that n * Ln2High is exact.
    public const float Ln2High = 0.693359375f;
    public const float Ln2Low = -2.12194440e-4f;

    // 1.5 * 2^23: adding it rounds a small float to the nearest integer and leaves that integer in the low bits.
    public const float Rounder = 12582912f;

    /// <summary>e^x for x &lt;= 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x)
    {
        float shifted = (x * Log2E) + Rounder;
        float n = shifted - Rounder;
        float r = x - (n * Ln2High);
        r -= n * Ln2Low;
        float p = 1f / 5040;
        p = (p * r) + (1f / 720);
        p = (p * r) + (1f / 120);
        p = (p * r) + (1f / 24);
        p = (p * r) + (1f / 6);
        p = (p * r) + 0.5f;
        p = (p * r) + 1f;
        p = (p * r) + 1f;
        int exponent = (BitConverter.SingleToInt32Bits(shifted) - BitConverter.SingleToInt32Bits(Rounder) + 127) << 23;
        float result = p * BitConverter.Int32BitsToSingle(exponent);
        return x >= Lowest ? result : 0f;
    }

    /// <summary>Turns the sums of one sample into K probabilities.</summary>
    /// <param name="ensemble">Tells how.</param>
    /// <param name="sums">MarginCount sums.</param>
    /// <param name="probabilities">K values.</param>
    public static void FromSums(TreeEnsemble ensemble, ReadOnlySpan<float> sums, Span<float> probabilities)
    {
        if (ensemble.Kind == EnsembleKind.Forest)
        {
            float trees = ensemble.Trees.Length;
            for (int k = 0; k < sums.Length; k++)
            {
                probabilities[k] = sums[k] / trees;
            }
        }
        else if (ensemble.MarginCount == 1)
        {
            float e = Exp(-MathF.Abs(sums[0]));
            float greater = 1f / (1f + e);
            float smaller = e / (1f + e);
            probabilities[0] = sums[0] >= 0 ? smaller : greater;
            probabilities[1] = sums[0] >= 0 ? greater : smaller;
        }
        else
        {
            float greatest = sums[0];
            foreach (float sum in sums)
            {
                greatest = sum > greatest ? sum : greatest;
            }

            float total = 0;
            for (int k = 0; k < sums.Length; k++)
            {
                probabilities[k] = Exp(sums[k] - greatest);
                total += probabilities[k];
            }

            for (int k = 0; k < sums.Length; k++)
            {
                probabilities[k] /= total;
            }
        }
    }

    /// <summary>The first class with the greatest sum, 0..K-1; a two-class booster's second class needs a margin above 0.</summary>
    public static int Winner(ReadOnlySpan<float> sums)
    {
        if (sums.Length == 1)
        {
            return sums[0] > 0 ? 1 : 0;
        }

        int winner = 0;
        for (int k = 1; k < sums.Length; k++)
        {
            winner = sums[k] > sums[winner] ? k : winner;
        }

        return winner;
    }
}
