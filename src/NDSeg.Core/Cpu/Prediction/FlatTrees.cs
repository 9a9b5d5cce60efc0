using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// The trees of an ensemble as one array of nodes for a walk without branches: the right child stands after the left one,
/// and a leaf is its own right child behind a test that every value fails to pass leftwards.
/// </summary>
internal sealed class FlatTrees
{
    public FlatTrees(TreeEnsemble ensemble)
    {
        int total = ensemble.Trees.Sum(t => t.NodeCount);
        Nodes = new FlatNode[total];
        Roots = new int[ensemble.Trees.Length];
        Depths = new int[ensemble.Trees.Length];
        int first = 0;
        for (int t = 0; t < Roots.Length; t++)
        {
            DecisionTree tree = ensemble.Trees[t];
            Roots[t] = first;
            Depths[t] = tree.Depth;
            first = Append(tree, first);
        }
    }

    public FlatNode[] Nodes { get; }

    public int[] Roots { get; }

    /// <summary>Steps after which every sample stands on a leaf of the tree.</summary>
    public int[] Depths { get; }

    private int Append(DecisionTree tree, int first)
    {
        var place = new int[tree.NodeCount];
        var parentFeature = new int[tree.NodeCount];
        place[0] = first;
        int next = first + 1;
        for (int n = 0; n < tree.NodeCount; n++)
        {
            int at = place[n];
            if (tree.Feature[n] < 0)
            {
                Nodes[at] = new FlatNode(float.NaN, parentFeature[n], at - 1, tree.Left[n]);
                continue;
            }

            Nodes[at] = new FlatNode(tree.Threshold[n], tree.Feature[n], next, -1);
            parentFeature[tree.Left[n]] = parentFeature[tree.Right[n]] = tree.Feature[n];
            place[tree.Left[n]] = next;
            place[tree.Right[n]] = next + 1;
            next += 2;
        }

        return next;
    }
}
