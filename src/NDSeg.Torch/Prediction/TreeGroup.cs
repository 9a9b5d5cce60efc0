using System.Runtime.InteropServices;
using NDSeg.Ensembles;
using static TorchSharp.torch;

namespace NDSeg.Torch.Prediction;

/// <summary>
/// Consecutive trees whose distinct (map, threshold) tests are evaluated together, once, as bytes. An ensemble of the
/// usual size is one group; a large one is several, which bounds the memory of the tests.
/// </summary>
internal sealed class TreeGroup : IDisposable
{
    private readonly TensorTree[] trees;
    private readonly (int Map, Tensor Thresholds)[] maps;
    private readonly Tensor[] leaves;
    private readonly Tensor? table;
    private readonly bool inclusive;

    private TreeGroup(TreeEnsemble ensemble, List<DecisionTree> members, Dictionary<(int Map, float Threshold), int> tests, Device device)
    {
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
            trees[i] = new TensorTree(test, tree.Left, tree.Right, values.Count / outputs, tree.LeafCount, tree.Target);
            values.AddRange(tree.LeafValues);
        }

        if (inclusive)
        {
            // A leaf is a row of class shares: trees are evaluated to leaf numbers, and those to rows.
            using Tensor flat = DeviceTransfer.Upload<float>(CollectionsMarshal.AsSpan(values), ScalarType.Float32, device);
            table = flat.view(-1, ensemble.ClassCount);
            int most = trees.Max(t => t.LeafCount);
            LeafType = most <= 256 ? ScalarType.Byte : ScalarType.Int32;
            using Tensor numbers = arange(most, dtype: ScalarType.Int32, device: device);
            using Tensor typed = numbers.to(LeafType);
            leaves = typed.unbind(0);
        }
        else
        {
            using Tensor flat = DeviceTransfer.Upload<float>(CollectionsMarshal.AsSpan(values), ScalarType.Float32, device);
            LeafType = ScalarType.Float32;
            leaves = flat.unbind(0);
        }
    }

    /// <summary>Distinct tests, which is bytes per pixel.</summary>
    public int TestCount { get; }

    /// <summary>Type of what a tree evaluates to: leaf values, or leaf numbers.</summary>
    public ScalarType LeafType { get; }

    /// <summary>Cuts an ensemble into groups.</summary>
    /// <param name="ensemble">The trees.</param>
    /// <param name="mostTests">Distinct tests a group may have, unless one tree alone has more.</param>
    /// <param name="device">Where the constants go.</param>
    public static IReadOnlyList<TreeGroup> Split(TreeEnsemble ensemble, int mostTests, Device device)
    {
        var groups = new List<TreeGroup>();
        var members = new List<DecisionTree>();
        var tests = new Dictionary<(int Map, float Threshold), int>();
        foreach (DecisionTree tree in ensemble.Trees)
        {
            (int Map, float Threshold)[] own = [.. Enumerable.Range(0, tree.NodeCount).Where(n => tree.Feature[n] >= 0).Select(n => (tree.Feature[n], tree.Threshold[n]))];
            if (members.Count > 0 && tests.Count + own.Count(t => !tests.ContainsKey(t)) > mostTests)
            {
                groups.Add(new TreeGroup(ensemble, members, tests, device));
                members.Clear();
                tests.Clear();
            }

            members.Add(tree);
            foreach ((int Map, float Threshold) test in own)
            {
                tests.TryAdd(test, 0);
            }
        }

        groups.Add(new TreeGroup(ensemble, members, tests, device));
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
                Tensor value = Evaluate(tree, 0, bits);
                try
                {
                    if (table is null)
                    {
                        sums[tree.Target].add_(value);
                    }
                    else
                    {
                        AddRows(tree, value, sums[0]);
                    }
                }
                finally
                {
                    if (tree.Test[0] >= 0)
                    {
                        value.Dispose();
                    }
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

    /// <inheritdoc/>
    public void Dispose()
    {
        table?.Dispose();
        foreach (Tensor tensor in leaves.Concat(maps.Select(m => m.Thresholds)))
        {
            tensor.Dispose();
        }
    }

    private Tensor[] Test(Tensor features, int[] planes)
    {
        var bits = new List<Tensor>(TestCount);
        foreach ((int map, Tensor thresholds) in maps)
        {
            using Tensor plane = features.select(0, planes[map]);
            using Tensor results = inclusive ? plane.le(thresholds) : plane.lt(thresholds);
            bits.AddRange(results.unbind(0));
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

    private void AddRows(TensorTree tree, Tensor leaf, Tensor sums)
    {
        using Tensor rows = table!.narrow(0, tree.FirstLeaf, tree.LeafCount);
        if (tree.Test[0] < 0)
        {
            sums.add_(rows);
            return;
        }

        using Tensor index = leaf.to(ScalarType.Int32);
        using Tensor shares = rows.index_select(0, index);
        sums.add_(shares);
    }
}
