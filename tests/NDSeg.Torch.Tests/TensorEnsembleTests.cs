using NDSeg.Torch.Prediction;
using NDSeg.Trees;
using Xunit;
using static TorchSharp.torch;

namespace NDSeg.Torch.Tests;

/// <summary>Sums, labels and probabilities against the node-by-node walker, bit for bit.</summary>
public class TensorEnsembleTests
{
    private const int Features = 7;
    private const int Pixels = 3000;

    [TorchFact]
    public void Forest() => Check(EnsembleKind.Forest, classes: 6, trees: 40, splits: 30);

    [TorchFact]
    public void Booster() => Check(EnsembleKind.Booster, classes: 5, trees: 50, splits: 12);

    [TorchFact]
    public void Two_class_booster() => Check(EnsembleKind.Booster, classes: 2, trees: 30, splits: 12);

    [TorchFact]
    public void Two_class_forest() => Check(EnsembleKind.Forest, classes: 2, trees: 7, splits: 5);

    [TorchFact]
    public void Leaves_beyond_a_byte() => Check(EnsembleKind.Forest, classes: 3, trees: 5, splits: 400);

    [TorchFact]
    public void Classes_beyond_a_byte() => Check(EnsembleKind.Forest, classes: 300, trees: 6, splits: 200);

    [TorchFact]
    public void Constant_trees_only() => Check(EnsembleKind.Booster, classes: 3, trees: 6, splits: 0);

    [TorchFact]
    public void Groups_of_few_tests_give_the_same_sums()
    {
        foreach (EnsembleKind kind in (EnsembleKind[])[EnsembleKind.Forest, EnsembleKind.Booster])
        {
            Check(kind, classes: 4, trees: 30, splits: 20, mostTests: 25);
        }
    }

    [TorchFact]
    public void The_first_of_equal_classes_wins()
    {
        TorchRuntime.EnsureLoaded();
        using Tensor a = tensor(new float[] { 1, 0, 2, 0 });
        using Tensor b = tensor(new float[] { 1, 3, 2, 0 });
        using Tensor c = tensor(new float[] { 1, 3, 5, 0 });
        using Tensor labels = TensorEnsemble.Winner([a, b, c], ScalarType.Byte);
        Assert.Equal([1, 2, 3, 1], labels.data<byte>().ToArray());
        using Tensor margin = tensor(new float[] { 0, -0f, float.Epsilon, -1 });
        using Tensor two = TensorEnsemble.Winner([margin], ScalarType.Byte);
        Assert.Equal([1, 1, 2, 1], two.data<byte>().ToArray());
    }

    // Both ways of evaluating a split: that of cards and that of processors.
    private static void Check(EnsembleKind kind, int classes, int trees, int splits, int mostTests = 4096)
    {
        TorchRuntime.EnsureLoaded();
        Check(kind, classes, trees, splits, mostTests, masks: false);
        Check(kind, classes, trees, splits, mostTests, masks: true);
    }

    private static void Check(EnsembleKind kind, int classes, int trees, int splits, int mostTests, bool masks)
    {
        float[] grid = [.. Enumerable.Range(0, 20).Select(i => (i - 5) * 0.37f)];
        TreeEnsemble ensemble = splits == 0
            ? new TreeEnsemble(kind, classes, Features, [.. Enumerable.Range(0, trees).Select(t => new DecisionTree([-1], [0], [0], [-1], [t * 0.1f], 1, t % classes))], new float[classes])
            : RandomEnsemble.Create(kind, classes, Features, trees, splits, grid, seed: classes + trees);
        var random = new Random(5);

        // Samples on the thresholds themselves, and between and beyond them.
        float[] samples = [.. Enumerable.Range(0, Features * Pixels).Select(i => i % 3 == 0 ? grid[random.Next(grid.Length)] : (random.NextSingle() * 10) - 3)];
        samples[17] = float.NaN;
        using Tensor maps = tensor(samples).view(Features, Pixels);
        using var evaluator = new TensorEnsemble(ensemble, CPU, mostTests, masks);
        Tensor[] sums = evaluator.Sum(maps, [.. Enumerable.Range(0, Features)], CancellationToken.None);
        using Tensor shares = evaluator.Probabilities(sums);
        using Tensor labels = TensorEnsemble.Winner(sums, ScalarType.Int32);
        Assert.Equal(ensemble.MarginCount, sums.Length);
        Assert.Equal([classes, Pixels], shares.shape);

        var walker = new TreeWalker(ensemble);
        float[][] gotSums = [.. sums.Select(s => s.data<float>().ToArray())];
        float[] gotProbabilities = shares.data<float>().ToArray();
        int[] gotLabels = labels.data<int>().ToArray();
        var sample = new float[Features];
        var expectedSums = new float[ensemble.MarginCount];
        var expectedProbabilities = new float[classes];
        for (int p = 0; p < Pixels; p++)
        {
            for (int f = 0; f < Features; f++)
            {
                sample[f] = samples[(f * Pixels) + p];
            }

            walker.Sum(sample, expectedSums);
            walker.Probabilities(sample, expectedProbabilities);
            Assert.Equal(expectedSums, gotSums.Select(s => s[p]));
            Assert.Equal(walker.Label(sample), gotLabels[p]);
            for (int k = 0; k < classes; k++)
            {
                Assert.Equal(expectedProbabilities[k], gotProbabilities[(k * Pixels) + p]);
            }
        }

        foreach (Tensor tensor in sums)
        {
            tensor.Dispose();
        }
    }
}
