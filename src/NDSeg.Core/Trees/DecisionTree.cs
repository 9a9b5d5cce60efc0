namespace NDSeg.Trees;

/// <summary>
/// One binary tree as parallel arrays over its nodes; node 0 is the root and children stand after their parents.
/// Checked on construction, so that evaluators may walk it without bounds of their own.
/// </summary>
public sealed class DecisionTree
{
    /// <summary>Wraps the arrays without copying them.</summary>
    /// <param name="feature">Map tested by each node, -1 at a leaf.</param>
    /// <param name="threshold">Threshold of each test, finite; 0 at a leaf.</param>
    /// <param name="left">Left child of each node; at a leaf its ordinal 0..LeafCount-1 in <paramref name="leafValues"/>.</param>
    /// <param name="right">Right child of each node; -1 at a leaf.</param>
    /// <param name="leafValues">LeafCount x outputs values, row-major: K class shares for a forest, one margin for a booster.</param>
    /// <param name="outputs">Values per leaf.</param>
    /// <param name="target">Class margin a booster's tree adds to; 0 for a forest.</param>
    /// <exception cref="SegException">InvalidTree when the arrays do not describe a tree.</exception>
    public DecisionTree(int[] feature, float[] threshold, int[] left, int[] right, float[] leafValues, int outputs, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(threshold);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(leafValues);
        Feature = feature;
        Threshold = threshold;
        Left = left;
        Right = right;
        LeafValues = leafValues;
        Outputs = outputs;
        Target = target;
        Validate();
    }

    /// <summary>Map tested by each node, -1 at a leaf.</summary>
    public int[] Feature { get; }

    /// <summary>Threshold of each test.</summary>
    public float[] Threshold { get; }

    /// <summary>Left child; at a leaf its ordinal.</summary>
    public int[] Left { get; }

    /// <summary>Right child; -1 at a leaf.</summary>
    public int[] Right { get; }

    /// <summary>LeafCount x <see cref="Outputs"/> values.</summary>
    public float[] LeafValues { get; }

    /// <summary>Values per leaf.</summary>
    public int Outputs { get; }

    /// <summary>Class margin a booster's tree adds to.</summary>
    public int Target { get; }

    /// <summary>Number of nodes, leaves included.</summary>
    public int NodeCount => Feature.Length;

    /// <summary>Number of leaves.</summary>
    public int LeafCount => LeafValues.Length / Outputs;

    /// <summary>Longest path from the root to a leaf, in tests.</summary>
    public int Depth
    {
        get
        {
            var depth = new int[NodeCount];
            int deepest = 0;
            for (int n = 0; n < NodeCount; n++)
            {
                if (Feature[n] < 0)
                {
                    deepest = Math.Max(deepest, depth[n]);
                }
                else
                {
                    depth[Left[n]] = depth[Right[n]] = depth[n] + 1;
                }
            }

            return deepest;
        }
    }

    private void Validate()
    {
        int nodes = Feature.Length;
        bool ok = nodes > 0 && Outputs > 0 && Threshold.Length == nodes && Left.Length == nodes && Right.Length == nodes
            && LeafValues.Length % Outputs == 0 && LeafValues.Length / Outputs == (nodes + 1) / 2 && nodes % 2 == 1;
        var parents = ok ? new byte[nodes] : [];
        var leaves = ok ? new bool[(nodes + 1) / 2] : [];
        for (int n = 0; ok && n < nodes; n++)
        {
            if (Feature[n] < 0)
            {
                ok = Feature[n] == -1 && (uint)Left[n] < (uint)leaves.Length && !leaves[Left[n]];
                if (ok)
                {
                    leaves[Left[n]] = true;
                }

                continue;
            }

            ok = float.IsFinite(Threshold[n]) && Left[n] > n && Left[n] < nodes && Right[n] > n && Right[n] < nodes
                && Left[n] != Right[n] && parents[Left[n]]++ == 0 && parents[Right[n]]++ == 0;
        }

        ok = ok && LeafValues.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) < 0;
        if (!ok)
        {
            throw new SegException("InvalidTree", SegErrorKind.InvalidData, "Expected a binary tree with children after their parents, finite thresholds and one value row per leaf; the node arrays describe something else.");
        }
    }
}
