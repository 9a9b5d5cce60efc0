namespace NDSeg.Trees;

/// <summary>
/// One tree of an XGBoost model. Its nodes may stand in any order and include deleted ones; those that the root
/// reaches are numbered again, children after parents.
/// </summary>
internal sealed class XGBoostJsonTree
{
    private readonly int mostNodes;
    private int leafVector;
    private bool isCategorical;
    private List<int>? left;
    private List<int>? right;
    private List<int>? feature;
    private List<float>? condition;
    private bool hasParameters;
    private (int[] Feature, float[] Threshold, int[] Left, int[] Right, float[] Leaves) nodes;

    private XGBoostJsonTree(int mostNodes) => this.mostNodes = mostNodes;

    /// <summary>Nodes in the file, deleted ones included.</summary>
    public int StoredNodes { get; private set; }

    /// <param name="reader">Stands on the beginning of the tree.</param>
    /// <param name="mostNodes">Nodes it may have, deleted ones included.</param>
    public static XGBoostJsonTree Read(JsonTokenReader reader, int mostNodes)
    {
        var tree = new XGBoostJsonTree(mostNodes);
        XGBoostJsonValue.Object(reader, "trees", tree.ReadMember);
        tree.Finish();
        return tree;
    }

    /// <summary>The tree, adding to a margin.</summary>
    public DecisionTree For(int target) => new(nodes.Feature, nodes.Threshold, nodes.Left, nodes.Right, nodes.Leaves, outputs: 1, target);

    private bool ReadMember(JsonTokenReader reader, string name)
    {
        switch (name)
        {
            case "tree_param": hasParameters = true; XGBoostJsonValue.Object(reader, name, ReadParameter); return true;
            case "left_children": left = XGBoostJsonValue.Integers(reader, name, mostNodes); return true;
            case "right_children": right = XGBoostJsonValue.Integers(reader, name, mostNodes); return true;
            case "split_indices": feature = XGBoostJsonValue.Integers(reader, name, mostNodes); return true;
            case "split_conditions": condition = XGBoostJsonValue.Reals(reader, name, mostNodes); return true;
            case "split_type": isCategorical = XGBoostJsonValue.Integers(reader, name, mostNodes).Exists(type => type != 0); return true;
            default: return false;
        }
    }

    private bool ReadParameter(JsonTokenReader reader, string name)
    {
        if (name != "size_leaf_vector")
        {
            return false;
        }

        leafVector = XGBoostJsonValue.Number(reader);
        return true;
    }

    /// <summary>Keeps the nodes that are reached, and lets go of the lists they came from.</summary>
    private void Finish()
    {
        if (!hasParameters)
        {
            throw XGBoostJson.Missing("tree_param");
        }

        XGBoostJson.Require(leafVector <= 1, "scalar leaves", $"leaves of {leafVector} values");
        XGBoostJson.Require(!isCategorical, "numerical splits", "categorical splits");
        List<int> leftOf = left ?? throw XGBoostJson.Missing("left_children");
        List<int> rightOf = right ?? throw XGBoostJson.Missing("right_children");
        List<int> featureOf = feature ?? throw XGBoostJson.Missing("split_indices");
        List<float> conditionOf = condition ?? throw XGBoostJson.Missing("split_conditions");
        if (leftOf.Count == 0 || rightOf.Count != leftOf.Count || featureOf.Count != leftOf.Count || conditionOf.Count != leftOf.Count)
        {
            throw XGBoostJson.Invalid("node arrays of different lengths");
        }

        StoredNodes = leftOf.Count;
        nodes = Renumber(leftOf, rightOf, featureOf, conditionOf);
        (left, right, feature, condition) = (null, null, null, null);
    }

    private static (int[] Feature, float[] Threshold, int[] Left, int[] Right, float[] Leaves) Renumber(List<int> left, List<int> right, List<int> feature, List<float> condition)
    {
        int nodes = left.Count;
        var order = new int[nodes];
        var place = new int[nodes];
        place.AsSpan().Fill(-1);
        int count = 1;
        place[0] = 0;
        for (int i = 0; i < count; i++)
        {
            int node = order[i];
            if (left[node] == -1)
            {
                continue;
            }

            Visit(left[node]);
            Visit(right[node]);
        }

        var newFeature = new int[count];
        var newThreshold = new float[count];
        var newLeft = new int[count];
        var newRight = new int[count];
        var leaves = new List<float>();
        for (int i = 0; i < count; i++)
        {
            int node = order[i];
            bool isLeaf = left[node] == -1;
            newFeature[i] = isLeaf ? -1 : feature[node] >= 0 ? feature[node] : throw XGBoostJson.Invalid($"a split on map {feature[node]}");
            newThreshold[i] = isLeaf ? 0 : condition[node];
            newLeft[i] = isLeaf ? leaves.Count : place[left[node]];
            newRight[i] = isLeaf ? -1 : place[right[node]];
            if (isLeaf)
            {
                leaves.Add(condition[node]);
            }
        }

        return (newFeature, newThreshold, newLeft, newRight, [.. leaves]);

        void Visit(int child)
        {
            if ((uint)child >= (uint)nodes || place[child] >= 0)
            {
                throw XGBoostJson.Invalid($"child {child} in a tree of {nodes} nodes, out of range or reached twice");
            }

            place[child] = count;
            order[count++] = child;
        }
    }
}
