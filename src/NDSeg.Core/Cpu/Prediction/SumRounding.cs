using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>How far a float32 sum of leaf values in tree order can lie from the real sum.</summary>
internal static class SumRounding
{
    /// <summary>
    /// n additions in float32: each rounds by at most 2^-24 of its result, and no result exceeds the sum of magnitudes by more
    /// than the factor below. Infinite for sums that may overflow.
    /// </summary>
    public static double Bound(TreeEnsemble ensemble)
    {
        double magnitude = ensemble.BaseMargins.Length == 0 ? 0 : ensemble.BaseMargins.Max(m => Math.Abs((double)m));
        int trees = ensemble.Trees.Length;
        foreach (DecisionTree tree in ensemble.Trees)
        {
            magnitude += tree.LeafValues.Max(v => Math.Abs((double)v));
        }

        return magnitude > float.MaxValue / 4
            ? double.PositiveInfinity
            : 1.01 * Math.Pow(1 + Math.Pow(2, -24), trees) * (((trees + 1) * Math.Pow(2, -24) * magnitude) + (trees * (double)float.Epsilon));
    }
}
