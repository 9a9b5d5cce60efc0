using System.Text.Json;

namespace NDSeg.Trees;

/// <summary>
/// Reads one tree of an XGBoost model. Its nodes may stand in any order and include deleted ones; those that the root
/// reaches are numbered again, children after parents.
/// </summary>
internal static class XGBoostJsonTree
{
    public static DecisionTree Read(JsonElement tree, int target)
    {
        JsonElement parameters = XGBoostJson.Member(tree, "tree_param");
        int vector = XGBoostJson.Number(parameters, "size_leaf_vector", 0);
        XGBoostJson.Require(vector <= 1, "scalar leaves", $"leaves of {vector} values");
        int[] left = Array(tree, "left_children", e => e.GetInt32());
        int[] right = Array(tree, "right_children", e => e.GetInt32());
        int[] feature = Array(tree, "split_indices", e => e.GetInt32());
        float[] condition = Array(tree, "split_conditions", e => e.GetSingle());
        if (tree.TryGetProperty("split_type", out JsonElement types))
        {
            XGBoostJson.Require(types.EnumerateArray().All(t => t.GetInt32() == 0), "numerical splits", "categorical splits");
        }

        int nodes = left.Length;
        if (nodes == 0 || right.Length != nodes || feature.Length != nodes || condition.Length != nodes)
        {
            throw XGBoostJson.Invalid("node arrays of different lengths");
        }

        return Renumber(left, right, feature, condition, target);
    }

    private static DecisionTree Renumber(int[] left, int[] right, int[] feature, float[] condition, int target)
    {
        int nodes = left.Length;
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

        return new DecisionTree(newFeature, newThreshold, newLeft, newRight, [.. leaves], outputs: 1, target);

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

    private static T[] Array<T>(JsonElement tree, string name, Func<JsonElement, T> read)
    {
        JsonElement array = XGBoostJson.Member(tree, name);
        var values = new T[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            values[i++] = read(element);
        }

        return values;
    }
}
