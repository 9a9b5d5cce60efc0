namespace NDSeg.Trees;

/// <summary>
/// Evaluates an ensemble one sample at a time, node by node: the definition every fast evaluator is tested against.
/// A sample whose value is not a number goes right at every test, in both kinds of ensemble.
/// </summary>
public sealed class TreeWalker
{
    /// <summary>Walks the trees of an ensemble.</summary>
    public TreeWalker(TreeEnsemble ensemble)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        Ensemble = ensemble;
    }

    /// <summary>The trees.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <summary>The leaf a sample ends in: its ordinal in the tree's leaf values.</summary>
    /// <param name="kind">Decides how a value equal to a threshold goes.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="sample">F values.</param>
    public static int Leaf(EnsembleKind kind, DecisionTree tree, ReadOnlySpan<float> sample)
    {
        ArgumentNullException.ThrowIfNull(tree);
        int node = 0;
        while (tree.Feature[node] >= 0)
        {
            float x = sample[tree.Feature[node]];
            bool goesLeft = kind == EnsembleKind.Forest ? x <= tree.Threshold[node] : x < tree.Threshold[node];
            node = goesLeft ? tree.Left[node] : tree.Right[node];
        }

        return tree.Left[node];
    }

    /// <summary>The float32 sums of one sample, trees added in order: K class sums, or the margins of a booster.</summary>
    /// <param name="sample">F values.</param>
    /// <param name="sums">Receives MarginCount values.</param>
    public void Sum(ReadOnlySpan<float> sample, Span<float> sums)
    {
        sums = sums[..Ensemble.MarginCount];
        if (Ensemble.Kind == EnsembleKind.Booster)
        {
            Ensemble.BaseMargins.AsSpan().CopyTo(sums);
        }
        else
        {
            sums.Clear();
        }

        foreach (DecisionTree tree in Ensemble.Trees)
        {
            int leaf = Leaf(Ensemble.Kind, tree, sample);
            for (int k = 0; k < tree.Outputs; k++)
            {
                sums[tree.Target + k] += tree.LeafValues[(leaf * tree.Outputs) + k];
            }
        }
    }

    /// <summary>The class of one sample, 1..K: the first with the greatest sum.</summary>
    /// <param name="sample">F values.</param>
    public int Label(ReadOnlySpan<float> sample)
    {
        var sums = new float[Ensemble.MarginCount];
        Sum(sample, sums);
        return ClassProbability.Winner(sums) + 1;
    }

    /// <summary>The class probabilities of one sample.</summary>
    /// <param name="sample">F values.</param>
    /// <param name="probabilities">Receives K values.</param>
    public void Probabilities(ReadOnlySpan<float> sample, Span<float> probabilities)
    {
        var sums = new float[Ensemble.MarginCount];
        Sum(sample, sums);
        ClassProbability.FromSums(Ensemble, sums, probabilities[..Ensemble.ClassCount]);
    }
}
