using NDSeg.Trees;

namespace NDSeg.Core.Tests.Trees;

/// <summary>Random ensembles and samples that meet the awkward cases: equal values, ties, zeros of both signs, extremes.</summary>
internal static class RandomEnsemble
{
    // Few distinct values: samples often equal thresholds, thresholds often repeat.
    private static readonly float[] Awkward =
    [
        0f, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1f, -1f, 0.5f, 0.25f, 3f,
        BitConverter.Int32BitsToSingle(0x3f800001), 1.17549435e-38f, -2f,
    ];

    public static float Value(Random random, double awkward)
        => random.NextDouble() < awkward ? Awkward[random.Next(Awkward.Length)] : (float)((random.NextDouble() * 4) - 2);

    public static TreeEnsemble Create(Random random, EnsembleKind kind, int classes, int features, int trees, int depth, int leaves, double awkward = 0.5)
    {
        int sums = kind == EnsembleKind.Forest ? classes : classes == 2 ? 1 : classes;
        var all = new DecisionTree[trees];
        bool ties = random.Next(3) == 0;
        for (int t = 0; t < trees; t++)
        {
            all[t] = Tree(random, kind, classes, features, depth, random.Next(1, leaves + 1), awkward, ties, kind == EnsembleKind.Forest ? 0 : t % sums);
        }

        return new TreeEnsemble(kind, classes, features, all, kind == EnsembleKind.Forest ? null : [.. Enumerable.Range(0, sums).Select(_ => ties ? 0.5f : (float)random.NextDouble())]);
    }

    private static DecisionTree Tree(Random random, EnsembleKind kind, int classes, int features, int depth, int leaves, double awkward, bool ties, int target)
    {
        var feature = new List<int> { -1 };
        var threshold = new List<float> { 0 };
        var left = new List<int> { -1 };
        var right = new List<int> { -1 };
        var level = new List<int> { 0 };
        for (int split = 1; split < leaves; split++)
        {
            int[] open = [.. Enumerable.Range(0, feature.Count).Where(n => feature[n] < 0 && level[n] < depth)];
            if (open.Length == 0)
            {
                break;
            }

            // Favour the newest leaves now and then, for trees that are chains.
            int node = random.Next(4) == 0 ? open[^1] : open[random.Next(open.Length)];
            feature[node] = random.Next(features);
            threshold[node] = Value(random, awkward);
            for (int side = 0; side < 2; side++)
            {
                (side == 0 ? left : right)[node] = feature.Count;
                feature.Add(-1);
                threshold.Add(0);
                left.Add(-1);
                right.Add(-1);
                level.Add(level[node] + 1);
            }
        }

        int outputs = kind == EnsembleKind.Forest ? classes : 1;
        var values = new List<float>();
        for (int n = 0; n < feature.Count; n++)
        {
            if (feature[n] >= 0)
            {
                continue;
            }

            left[n] = values.Count / outputs;
            values.AddRange(kind == EnsembleKind.Booster ? [Margin(random, ties)] : Shares(random, classes, ties));
        }

        return new DecisionTree([.. feature], [.. threshold], [.. left], [.. right], [.. values], outputs, target);
    }

    private static float Margin(Random random, bool ties)
        => ties ? random.Next(-2, 3) * 0.25f : (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 1)));

    private static float[] Shares(Random random, int classes, bool ties)
    {
        var shares = new float[classes];
        if (ties)
        {
            shares[random.Next(classes)] = 1;
            return shares;
        }

        double sum = 0;
        var weights = new double[classes];
        for (int k = 0; k < classes; k++)
        {
            weights[k] = random.Next(3) == 0 ? random.NextDouble() : 0;
            sum += weights[k];
        }

        for (int k = 0; k < classes; k++)
        {
            shares[k] = sum == 0 ? 1f / classes : (float)(weights[k] / sum);
        }

        return shares;
    }
}
