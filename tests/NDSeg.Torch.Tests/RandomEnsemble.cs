using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Training;
using NDSeg.Trees;

namespace NDSeg.Torch.Tests;

/// <summary>Ensembles of random shape, seeded.</summary>
internal static class RandomEnsemble
{
    /// <summary>Builds one.</summary>
    /// <param name="kind">Forest or booster.</param>
    /// <param name="classes">K.</param>
    /// <param name="features">F.</param>
    /// <param name="trees">Trees; for a booster of K classes rounded down to whole rounds.</param>
    /// <param name="splits">Most splits of a tree; a third of the trees are constants.</param>
    /// <param name="thresholds">Values thresholds are taken from, so that samples can be equal to them.</param>
    /// <param name="seed">Seed.</param>
    public static TreeEnsemble Create(EnsembleKind kind, int classes, int features, int trees, int splits, IReadOnlyList<float> thresholds, int seed)
    {
        var random = new Random(seed);
        int margins = kind == EnsembleKind.Forest || classes > 2 ? classes : 1;
        int outputs = kind == EnsembleKind.Forest ? classes : 1;
        DecisionTree[] grown =
        [
            .. Enumerable.Range(0, trees).Select(t => Tree(random, random.Next(3) == 0 ? 0 : 1 + random.Next(splits), features, outputs, kind == EnsembleKind.Booster ? t % margins : 0, thresholds)),
        ];
        float[]? start = kind == EnsembleKind.Booster ? [.. Enumerable.Range(0, margins).Select(_ => random.NextSingle() - 0.5f)] : null;
        return new TreeEnsemble(kind, classes, features, grown, start);
    }

    /// <summary>A trained model around an ensemble.</summary>
    public static SegModel Model(TreeEnsemble ensemble, FeaturePlan plan)
    {
        SegClass[] classes = [.. Enumerable.Range(1, ensemble.ClassCount).Select(k => new SegClass(k, k, $"class {k}", new RgbColor(0, 0, (byte)k)))];
        var summary = new TrainingSummary(1, [1], [1], 1, null, [], null, []);
        return new SegModel(new ModelParameters(), new TrainedState(plan, classes, LabelEncoding.Indexed, ensemble, null, new double[plan.Count], summary));
    }

    private static DecisionTree Tree(Random random, int splits, int features, int outputs, int target, IReadOnlyList<float> thresholds)
    {
        int nodes = (2 * splits) + 1;
        var feature = new int[nodes];
        var threshold = new float[nodes];
        var left = new int[nodes];
        var right = new int[nodes];
        Array.Fill(feature, -1);
        Array.Fill(right, -1);
        var open = new List<int> { 0 };
        for (int s = 0; s < splits; s++)
        {
            // Children get the next two numbers, so they stand after their parent.
            int node = open[random.Next(open.Count)];
            open.Remove(node);
            feature[node] = random.Next(features);
            threshold[node] = thresholds[random.Next(thresholds.Count)];
            left[node] = (2 * s) + 1;
            right[node] = (2 * s) + 2;
            open.AddRange([left[node], right[node]]);
        }

        int leaf = 0;
        foreach (int node in open.Order())
        {
            left[node] = leaf++;
        }

        return new DecisionTree(feature, threshold, left, right, [.. Enumerable.Range(0, leaf * outputs).Select(_ => random.NextSingle() - (outputs == 1 ? 0.5f : 0f))], outputs, target);
    }
}
