using System.Runtime.InteropServices;
using NDSeg.Torch.Tensors;
using NDSeg.Trees;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Prediction;

/// <summary>
/// Consecutive trees whose distinct (map, threshold) tests are evaluated together, once, as bytes. An ensemble of the
/// usual size is one group; a large one is several, which bounds the memory of the tests.
/// <para>
/// A split is one <c>where</c> over all pixels. libtorch for the processor has no vectorised <c>where</c>: there a split is
/// an AND and a maximum of bytes. Leaves are numbered from left to right, so that max(left, right AND mask) is the leaf of
/// the side the mask tells: the mask is 255 where a pixel goes right, and every number on the right is the greater one.
/// </para>
/// </summary>
internal sealed class TreeGroup : IDisposable
{
    private static readonly Scalar One = 1.ToScalar();

    private readonly TensorTree[] trees;
    private readonly (int Map, Tensor Thresholds)[] maps;
    private readonly Tensor[] leaves;
    private readonly Tensor? table;
    private readonly bool inclusive;
    private readonly bool masks;

    private TreeGroup(TreeEnsemble ensemble, List<DecisionTree> members, Dictionary<(int Map, float Threshold), int> tests, Device device, bool masks)
    {
        this.masks = masks && members.Max(t => t.LeafCount) <= 256;
        inclusive = ensemble.Kind == EnsembleKind.Forest;

        // Tests are numbered map by map, so that one comparison per map gives all of its rows.
        (int Map, float Threshold)[] ordered = [.. tests.Keys.Order()];
        var number = new Dictionary<(int Map, float Threshold), int>();
        for (int i = 0; i < ordered.Length; i++)
        {
            number[ordered[i]] = i;
        }

        TestCount = ordered.Length;
        maps =
        [
            .. ordered.GroupBy(t => t.Map).Select(g =>
            {
                using Tensor values = DeviceTransfer.Upload<float>([.. g.Select(t => t.Threshold)], ScalarType.Float32, device);
                return (g.Key, values.view(-1, 1));
            }),
        ];
        trees = new TensorTree[members.Count];
        var values = new List<float>();
        for (int i = 0; i < trees.Length; i++)
        {
            DecisionTree tree = members[i];
            int outputs = tree.Outputs;
            int[] test = [.. tree.Feature.Select((f, n) => f < 0 ? -1 : number[(f, tree.Threshold[n])])];
            int[] left = (int[])tree.Left.Clone();
            int firstLeaf = values.Count / outputs;
            foreach (int leaf in LeavesInOrder(tree))
            {
                values.AddRange(tree.LeafValues.AsSpan(tree.Left[leaf] * outputs, outputs));
                left[leaf] = (values.Count / outputs) - firstLeaf - 1;
            }

            trees[i] = new TensorTree(test, left, tree.Right, firstLeaf, tree.LeafCount, tree.Target);
        }

        Tensor flat = DeviceTransfer.Upload<float>(CollectionsMarshal.AsSpan(values), ScalarType.Float32, device);
        if (!inclusive && !this.masks)
        {
            using (flat)
            {
                leaves = flat.unbind(0);
            }

            return;
        }

        // Trees are evaluated to leaf numbers, and those to values: class shares of a forest, one margin of a booster.
        int most = trees.Max(t => t.LeafCount);
        using Tensor numbers = arange(most, dtype: ScalarType.Int32, device: device);
        using Tensor typed = numbers.to(most <= 256 ? ScalarType.Byte : ScalarType.Int32);
        leaves = typed.unbind(0);
        if (!inclusive)
        {
            table = flat;
            return;
        }

        using (flat)
        {
            table = flat.view(-1, ensemble.ClassCount);
        }
    }

    /// <summary>Distinct tests, which is bytes per pixel.</summary>
    public int TestCount { get; }

    /// <summary>Cuts an ensemble into groups.</summary>
    /// <param name="ensemble">The trees.</param>
    /// <param name="mostTests">Distinct tests a group may have, unless one tree alone has more.</param>
    /// <param name="device">Where the constants go.</param>
    /// <param name="masks">Evaluate splits with byte masks instead of <c>where</c>, for trees of at most 256 leaves.</param>
    public static IReadOnlyList<TreeGroup> Split(TreeEnsemble ensemble, int mostTests, Device device, bool masks)
    {
        var groups = new List<TreeGroup>();
        var members = new List<DecisionTree>();
        var tests = new Dictionary<(int Map, float Threshold), int>();
        foreach (DecisionTree tree in ensemble.Trees)
        {
            (int Map, float Threshold)[] own = [.. Enumerable.Range(0, tree.NodeCount).Where(n => tree.Feature[n] >= 0).Select(n => (tree.Feature[n], tree.Threshold[n]))];
            if (members.Count > 0 && tests.Count + own.Count(t => !tests.ContainsKey(t)) > mostTests)
            {
                groups.Add(new TreeGroup(ensemble, members, tests, device, masks));
                members.Clear();
                tests.Clear();
            }

            members.Add(tree);
            foreach ((int Map, float Threshold) test in own)
            {
                tests.TryAdd(test, 0);
            }
        }

        groups.Add(new TreeGroup(ensemble, members, tests, device, masks));
        return groups;
    }

    /// <summary>Adds the group's trees, in order, to the sums of a chunk of pixels.</summary>
    /// <param name="maps">Used maps x pixels, float32.</param>
    /// <param name="planes">For every map of the plan its plane in <paramref name="maps"/>.</param>
    /// <param name="sums">Forest: pixels x K. Booster: one tensor of pixels per margin.</param>
    /// <param name="cancellation">Checked between trees.</param>
    public void Add(Tensor maps, int[] planes, Tensor[] sums, CancellationToken cancellation)
    {
        Tensor[] bits = Test(maps, planes);
        try
        {
            foreach (TensorTree tree in trees)
            {
                cancellation.ThrowIfCancellationRequested();
                Tensor value = masks ? EvaluateMasked(tree, 0, bits) : Evaluate(tree, 0, bits);
                Tensor sum = sums[inclusive ? 0 : tree.Target];
                if (table is null)
                {
                    sum.add_(value, KeptScalar.One);
                }
                else
                {
                    AddRows(tree, value, sum);
                }

                if (tree.Test[0] >= 0)
                {
                    value.Dispose();
                }
            }
        }
        finally
        {
            foreach (Tensor bit in bits)
            {
                bit.Dispose();
            }
        }
    }

    /// <summary>Takes the constants out of the current scope, which would free them at its end.</summary>
    public void Keep()
    {
        foreach (Tensor tensor in Constants())
        {
            tensor.DetachFromDisposeScope();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in Constants())
        {
            tensor.Dispose();
        }
    }

    private IEnumerable<Tensor> Constants() => [.. leaves, .. maps.Select(m => m.Thresholds), .. table is null ? (Tensor[])[] : [table]];

    private static IEnumerable<int> LeavesInOrder(DecisionTree tree)
    {
        var open = new Stack<int>([0]);
        while (open.TryPop(out int node))
        {
            if (tree.Feature[node] < 0)
            {
                yield return node;
                continue;
            }

            open.Push(tree.Right[node]);
            open.Push(tree.Left[node]);
        }
    }

    private Tensor[] Test(Tensor features, int[] planes)
    {
        var bits = new List<Tensor>(TestCount);
        foreach ((int map, Tensor thresholds) in maps)
        {
            using Tensor plane = features.select(0, planes[map]);
            using Tensor results = inclusive ? plane.le(thresholds) : plane.lt(thresholds);
            if (!masks)
            {
                bits.AddRange(results.unbind(0));
                continue;
            }

            // 1 for left becomes 0, 0 for right becomes 255.
            using Tensor mask = results.to(ScalarType.Byte);
            mask.sub_(One);
            bits.AddRange(mask.unbind(0));
        }

        return [.. bits];
    }

    // One `where` per split over all pixels, children first. Leaves are constants that belong to the group.
    private Tensor Evaluate(TensorTree tree, int node, Tensor[] bits)
    {
        int test = tree.Test[node];
        if (test < 0)
        {
            return leaves[table is null ? tree.FirstLeaf + tree.Left[node] : tree.Left[node]];
        }

        Tensor left = Evaluate(tree, tree.Left[node], bits);
        Tensor right = Evaluate(tree, tree.Right[node], bits);
        Tensor value = where(bits[test], left, right);
        if (tree.Test[tree.Left[node]] >= 0)
        {
            left.Dispose();
        }

        if (tree.Test[tree.Right[node]] >= 0)
        {
            right.Dispose();
        }

        return value;
    }

    private Tensor EvaluateMasked(TensorTree tree, int node, Tensor[] bits)
    {
        int test = tree.Test[node];
        if (test < 0)
        {
            return leaves[tree.Left[node]];
        }

        bool rightIsLeaf = tree.Test[tree.Right[node]] < 0;
        Tensor right = EvaluateMasked(tree, tree.Right[node], bits);
        Tensor chosen = rightIsLeaf ? bits[test].bitwise_and(right) : right.bitwise_and_(bits[test]);
        bool leftIsLeaf = tree.Test[tree.Left[node]] < 0;
        if (leftIsLeaf && tree.Left[tree.Left[node]] == 0)
        {
            return chosen;
        }

        Tensor left = EvaluateMasked(tree, tree.Left[node], bits);
        Tensor value = maximum(left, chosen);
        chosen.Dispose();
        if (!leftIsLeaf)
        {
            left.Dispose();
        }

        return value;
    }

    private void AddRows(TensorTree tree, Tensor leaf, Tensor sums)
    {
        using Tensor rows = table!.narrow(0, tree.FirstLeaf, tree.LeafCount);
        if (tree.Test[0] < 0)
        {
            sums.add_(rows, KeptScalar.One);
            return;
        }

        using Tensor index = leaf.to(ScalarType.Int32);
        using Tensor shares = rows.index_select(0, index);
        sums.add_(shares, KeptScalar.One);
    }
}
