using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>Cuts trees into slices of at most 64 leaves and replaces thresholds by ranks.</summary>
internal sealed class TreeSlicer
{
    /// <summary>Leaf numbers that fit the look-up tables.</summary>
    public const int MaxLeaves = 64;

    // A chain of many thousand tests would be repeated in each of its slices; such trees are walked instead.
    private const int MaxDepth = 256;

    private readonly MapThresholds thresholds;

    /// <param name="thresholds">Thresholds of the trees.</param>
    public TreeSlicer(MapThresholds thresholds)
    {
        this.thresholds = thresholds;
    }

    public List<RankedNode> Nodes { get; } = [];

    /// <summary>For every leaf number of a slice the leaf of the tree, or -1.</summary>
    public List<int[]> Leaves { get; } = [];

    public List<int> Roots { get; } = [];

    public List<int> Trees { get; } = [];

    /// <summary>Appends the slices of a tree; false when the tree is too deep for slices.</summary>
    public bool TryAdd(DecisionTree tree, int index)
    {
        if (tree.Depth > MaxDepth)
        {
            return false;
        }

        (int[] first, int[] count) = LeafRanges(tree);
        int leaves = tree.LeafCount;
        if (leaves <= MaxLeaves)
        {
            Append(tree, index, first, count, 0, leaves, nullLeaf: false);
            return true;
        }

        for (int start = 0; start < leaves; start += MaxLeaves - 1)
        {
            Append(tree, index, first, count, start, Math.Min(leaves, start + MaxLeaves - 1), nullLeaf: true);
        }

        return true;
    }

    // Children stand after their parents: counts from the back, places from left to right from the front.
    private static (int[] First, int[] Count) LeafRanges(DecisionTree tree)
    {
        var first = new int[tree.NodeCount];
        var count = new int[tree.NodeCount];
        for (int n = tree.NodeCount - 1; n >= 0; n--)
        {
            count[n] = tree.Feature[n] < 0 ? 1 : count[tree.Left[n]] + count[tree.Right[n]];
        }

        for (int n = 0; n < tree.NodeCount; n++)
        {
            if (tree.Feature[n] >= 0)
            {
                first[tree.Left[n]] = first[n];
                first[tree.Right[n]] = first[n] + count[tree.Left[n]];
            }
        }

        return (first, count);
    }

    private void Append(DecisionTree tree, int index, int[] first, int[] count, int start, int end, bool nullLeaf)
    {
        int offset = nullLeaf ? 1 : 0;
        var leafOf = new int[end - start + offset];
        leafOf[0] = -1;
        Roots.Add(Nodes.Count);
        Trees.Add(index);
        Leaves.Add(leafOf);

        // Each entry: a node of the tree, and the slice node whose right child it is (-1 for none).
        var pending = new Stack<(int Node, int Parent)>();
        pending.Push((0, -1));
        while (pending.TryPop(out (int Node, int Parent) item))
        {
            if (item.Parent >= 0)
            {
                Nodes[item.Parent] = Nodes[item.Parent] with { Right = Nodes.Count };
            }

            int n = item.Node;
            if (first[n] >= end || first[n] + count[n] <= start)
            {
                Nodes.Add(new RankedNode(-1, 0, 0));
            }
            else if (tree.Feature[n] < 0)
            {
                int number = first[n] - start + offset;
                leafOf[number] = tree.Left[n];
                Nodes.Add(new RankedNode(-1, number, 0));
            }
            else
            {
                Nodes.Add(new RankedNode(tree.Feature[n], thresholds.RankOf(tree.Feature[n], tree.Threshold[n]), 0));
                pending.Push((tree.Right[n], Nodes.Count - 1));
                pending.Push((tree.Left[n], -1));
            }
        }
    }
}
