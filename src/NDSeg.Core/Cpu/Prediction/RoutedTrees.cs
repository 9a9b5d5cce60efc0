using NDSeg.Cpu.Memory;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>An ensemble of deep trees as <see cref="RoutingEvaluator"/> uses it.</summary>
internal sealed unsafe class RoutedTrees
{
    // Sums of a block grow with the classes: 16 KB each.
    private const int MaxClasses = 64;

    // Pending sets of pixels grow with the depth.
    private const int MaxDepth = 256;

    // Looking for settled pixels costs about as much as a tree.
    private const int ChecksPerEnsemble = 16;

    private readonly AlignedMemory nodeMemory;
    private readonly AlignedMemory termMemory;

    private RoutedTrees(TreeEnsemble ensemble, MapThresholds thresholds)
    {
        Ensemble = ensemble;
        Thresholds = thresholds;
        Depth = ensemble.Trees.Max(t => t.Depth);
        Roots = new int[ensemble.Trees.Length];
        var nodes = new List<RoutedNode>();
        var terms = new List<RoutedTerm>();
        for (int t = 0; t < Roots.Length; t++)
        {
            Roots[t] = nodes.Count;
            Append(ensemble.Trees[t], nodes, terms);
        }

        nodeMemory = new AlignedMemory((long)nodes.Count * sizeof(RoutedNode));
        Nodes = (RoutedNode*)nodeMemory.Pointer;
        nodes.ToArray().CopyTo(new Span<RoutedNode>(Nodes, nodes.Count));
        termMemory = new AlignedMemory((long)terms.Count * sizeof(RoutedTerm));
        Terms = (RoutedTerm*)termMemory.Pointer;
        terms.ToArray().CopyTo(new Span<RoutedTerm>(Terms, terms.Count));
        NeededLead = Leads(ensemble);
    }

    public TreeEnsemble Ensemble { get; }

    public MapThresholds Thresholds { get; }

    /// <summary>First node of every tree.</summary>
    public int[] Roots { get; }

    public RoutedNode* Nodes { get; }

    public RoutedTerm* Terms { get; }

    /// <summary>Longest path in tests.</summary>
    public int Depth { get; }

    /// <summary>
    /// For every tree the lead of a pixel's greatest sum over the second that neither this tree nor later ones can turn, their
    /// rounding included; infinite where it is not worth looking.
    /// </summary>
    public float[] NeededLead { get; }

    /// <summary>Prepares an ensemble; null when it has too many classes or its trees are too deep.</summary>
    public static RoutedTrees? TryCreate(TreeEnsemble ensemble, MapThresholds thresholds)
        => ensemble.ClassCount <= MaxClasses && ensemble.Trees.All(t => t.Depth <= MaxDepth) ? new RoutedTrees(ensemble, thresholds) : null;

    // How far the difference of two sums can still move from each tree on.
    private static float[] Leads(TreeEnsemble ensemble)
    {
        int trees = ensemble.Trees.Length;
        var leads = new float[trees];
        Array.Fill(leads, float.PositiveInfinity);
        double[] left = ensemble.Kind == EnsembleKind.Forest ? ForestSpreads(ensemble) : BoosterSpreads(ensemble);
        int step = Math.Max(1, trees / ChecksPerEnsemble);
        double rounding = 2 * SumRounding.Bound(ensemble);
        for (int t = step; t < trees && ensemble.MarginCount > 1; t += step)
        {
            // Before that much no lead can be enough.
            if (left[0] - left[t] > left[t])
            {
                leads[t] = (float)((left[t] + rounding) * 1.00001);
            }
        }

        return leads;
    }

    private static double[] ForestSpreads(TreeEnsemble ensemble)
    {
        var spreads = new double[ensemble.Trees.Length + 1];
        for (int t = spreads.Length - 2; t >= 0; t--)
        {
            DecisionTree tree = ensemble.Trees[t];
            double most = 0;
            for (int leaf = 0; leaf < tree.LeafCount; leaf++)
            {
                ReadOnlySpan<float> values = tree.LeafValues.AsSpan(leaf * tree.Outputs, tree.Outputs);
                float least = values[0];
                float greatest = values[0];
                foreach (float value in values)
                {
                    least = Math.Min(least, value);
                    greatest = Math.Max(greatest, value);
                }

                most = Math.Max(most, (double)greatest - least);
            }

            spreads[t] = spreads[t + 1] + most;
        }

        return spreads;
    }

    private static double[] BoosterSpreads(TreeEnsemble ensemble)
    {
        var spreads = new double[ensemble.Trees.Length + 1];
        var up = new double[ensemble.MarginCount];
        var down = new double[ensemble.MarginCount];
        for (int t = spreads.Length - 2; t >= 0; t--)
        {
            DecisionTree tree = ensemble.Trees[t];
            up[tree.Target] += tree.LeafValues.Max();
            down[tree.Target] += tree.LeafValues.Min();
            spreads[t] = up.Max() - down.Min();
        }

        return spreads;
    }

    private void Append(DecisionTree tree, List<RoutedNode> nodes, List<RoutedTerm> terms)
    {
        // Each entry: a node of the tree, and the place of the test whose right child it is (-1 for none).
        var pending = new Stack<(int Node, int Parent)>();
        pending.Push((0, -1));
        while (pending.TryPop(out (int Node, int Parent) item))
        {
            if (item.Parent >= 0)
            {
                nodes[item.Parent] = nodes[item.Parent] with { Right = nodes.Count };
            }

            int n = item.Node;
            if (tree.Feature[n] >= 0)
            {
                nodes.Add(new RoutedNode(tree.Feature[n], Thresholds.RankOf(tree.Feature[n], tree.Threshold[n]), 0));
                pending.Push((tree.Right[n], nodes.Count - 1));
                pending.Push((tree.Left[n], -1));
                continue;
            }

            int first = terms.Count;
            for (int k = 0; k < tree.Outputs; k++)
            {
                float value = tree.LeafValues[(tree.Left[n] * tree.Outputs) + k];
                if (value != 0)
                {
                    terms.Add(new RoutedTerm((tree.Target + k) * PredictionKernels.Chunk, value));
                }
            }

            nodes.Add(new RoutedNode(-1, first, terms.Count));
        }
    }
}
