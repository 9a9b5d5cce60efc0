using System.Collections.Immutable;

namespace NDSeg.Trees;

/// <summary>
/// A trained ensemble in the one form every evaluator (scalar twin, vectorised, tensor) starts from.
/// Forest: probabilities are the float32 sum of the leaf shares in tree order, divided by the number of trees.
/// Booster with K &gt; 2 classes: K margins, each the float32 sum of its base margin and its trees' leaf values in tree order,
/// then softmax; with two classes one margin and the logistic function, the margin being that of class 1 (the second).
/// The label is the first class with the greatest probability (margin).
/// </summary>
public sealed class TreeEnsemble
{
    /// <summary>Assembles and checks an ensemble.</summary>
    /// <param name="kind">How trees are combined.</param>
    /// <param name="classCount">Number of classes K, at least 2.</param>
    /// <param name="featureCount">Number of maps F a sample has.</param>
    /// <param name="trees">Trees in order.</param>
    /// <param name="baseMargins">Booster: the margins before the first tree, K of them or one for two classes. Forest: null.</param>
    /// <exception cref="SegException">InvalidEnsemble.</exception>
    public TreeEnsemble(EnsembleKind kind, int classCount, int featureCount, IReadOnlyList<DecisionTree> trees, IReadOnlyList<float>? baseMargins = null)
    {
        ArgumentNullException.ThrowIfNull(trees);
        Kind = kind;
        ClassCount = classCount;
        FeatureCount = featureCount;
        Trees = [.. trees];
        BaseMargins = baseMargins is null ? [] : [.. baseMargins];
        MarginCount = kind == EnsembleKind.Forest ? classCount : classCount == 2 ? 1 : classCount;
        int outputs = kind == EnsembleKind.Forest ? classCount : 1;
        bool ok = classCount >= 2 && featureCount >= 1 && Trees.Length >= 1
            && (kind == EnsembleKind.Forest || (BaseMargins.Length == MarginCount && BaseMargins.All(float.IsFinite)));
        foreach (DecisionTree tree in Trees)
        {
            ok = ok && tree.Outputs == outputs && (kind == EnsembleKind.Forest || (uint)tree.Target < (uint)MarginCount)
                && tree.Feature.AsSpan().IndexOfAnyExceptInRange(-1, featureCount - 1) < 0;
        }

        if (!ok)
        {
            throw new SegException("InvalidEnsemble", SegErrorKind.InvalidData, $"Expected trees over {featureCount} maps for {classCount} classes; the ensemble's trees refer to others.");
        }
    }

    /// <summary>How trees are combined.</summary>
    public EnsembleKind Kind { get; }

    /// <summary>Number of classes K.</summary>
    public int ClassCount { get; }

    /// <summary>Number of maps F.</summary>
    public int FeatureCount { get; }

    /// <summary>Trees in order.</summary>
    public ImmutableArray<DecisionTree> Trees { get; }

    /// <summary>Number of trees.</summary>
    public int TreeCount => Trees.Length;

    /// <summary>Margins before the first tree; empty for a forest.</summary>
    public ImmutableArray<float> BaseMargins { get; }

    /// <summary>Sums kept per sample: K, or 1 for a two-class booster.</summary>
    public int MarginCount { get; }

    /// <summary>For every map whether any tree tests it; length F.</summary>
    public bool[] UsedFeatures()
    {
        var used = new bool[FeatureCount];
        foreach (DecisionTree tree in Trees)
        {
            foreach (int feature in tree.Feature)
            {
                if (feature >= 0)
                {
                    used[feature] = true;
                }
            }
        }

        return used;
    }

    /// <summary>The number of trees.</summary>
    public override string ToString() => $"{TreeCount} trees";
}
