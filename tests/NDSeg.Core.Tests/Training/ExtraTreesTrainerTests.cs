using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.Core.Tests.Training;

public class ExtraTreesTrainerTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    public void Every_threshold_lies_inside_the_nodes_values_and_every_leaf_holds_the_class_shares(int seed, int minLeafSize)
    {
        SegTrainingData data = TrainingTables.Blobs(300, 3, seed);
        int[] targets = [.. data.Targets.Select(t => t - 1)];
        float[] weights = [.. targets.Select(t => 0.5f + t)];
        ModelParameters parameters = new ModelParameters("ExtraTrees", seed: seed).With("MinLeafSize", minLeafSize).With("MaxDepth", 6);
        var grower = new ExtraTreeGrower(TableColumns.Create(data.Values, 300, RunOptions.Default), targets, weights, 3, parameters, default);
        for (int tree = 0; tree < 5; tree++)
        {
            GrownTree grown = grower.Grow(tree);
            Assert.All(Enumerable.Range(0, 300), i => Assert.True(grown.HasSeen(i)));
            CheckNode(grown.Tree, 0, [.. Enumerable.Range(0, 300)], 0);
        }

        void CheckNode(DecisionTree tree, int node, int[] samples, int depth)
        {
            Assert.True(samples.Length >= minLeafSize);
            var shares = new double[3];
            foreach (int i in samples)
            {
                shares[targets[i]] += weights[i];
            }

            int map = tree.Feature[node];
            if (map < 0)
            {
                bool pure = shares.Count(s => s > 0) == 1;
                Assert.True(pure || depth == 6 || minLeafSize > 1);
                for (int k = 0; k < 3; k++)
                {
                    Assert.Equal(shares[k] / shares.Sum(), tree.LeafValues[(tree.Left[node] * 3) + k], 1e-6);
                }

                return;
            }

            float[] values = [.. samples.Select(i => data.Values[(i * data.FeatureCount) + map])];
            Assert.True(values.Min() <= tree.Threshold[node] && tree.Threshold[node] < values.Max());
            CheckNode(tree, tree.Left[node], [.. samples.Where((_, i) => values[i] <= tree.Threshold[node])], depth + 1);
            CheckNode(tree, tree.Right[node], [.. samples.Where((_, i) => values[i] > tree.Threshold[node])], depth + 1);
        }
    }

    [Fact]
    public void Thresholds_are_uniform_between_the_smallest_and_the_greatest_value()
    {
        // One map, two samples: every tree is one test.
        ModelParameters parameters = new ModelParameters("ExtraTrees", seed: 5).With("Trees", 2000);
        TrainedEnsemble trained = new ExtraTreesTrainer().Train([2f, 6f], [0, 1], [1f, 1f], 2, parameters, RunOptions.Default);
        float[] thresholds = [.. trained.Ensemble.Trees.Select(t => t.Threshold[0])];
        Assert.All(thresholds, t => Assert.InRange(t, 2f, 5.9999999f));
        Assert.Equal(4, thresholds.Average(), 0.1);
        for (int quarter = 0; quarter < 4; quarter++)
        {
            Assert.InRange(thresholds.Count(t => (int)(t - 2) == quarter), 430, 570);
        }
    }

    [Fact]
    public void Among_all_maps_the_best_of_the_drawn_thresholds_wins()
    {
        // Map 0 separates the classes wherever its threshold falls; the others are noise of the same extent.
        const int n = 200;
        var random = new Random(1);
        var values = new float[n * 5];
        int[] targets = [.. Enumerable.Range(0, n).Select(i => i % 2)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i % 5 == 0 ? (i / 5 % 2 == 0 ? 0 : 1) : random.NextSingle();
        }

        ModelParameters parameters = new ModelParameters("ExtraTrees").With("MaxFeatures", 5).With("Trees", 30);
        TrainedEnsemble trained = new ExtraTreesTrainer().Train(values, targets, Ones(n), 2, parameters, RunOptions.Default);
        Assert.All(trained.Ensemble.Trees, t => Assert.Equal([0, -1, -1], t.Feature));
        Assert.Equal([1, 0, 0, 0, 0], trained.Importance);
        Assert.Equal(1.0, trained.OutOfBagAccuracy);
    }

    [Fact]
    public void Constant_maps_are_passed_over_and_all_constant_ones_give_a_leaf()
    {
        float[] values = [1, 0, 1, 1, 1, 5];
        ModelParameters parameters = new ModelParameters("ExtraTrees").With("MaxFeatures", 1).With("Trees", 40);
        TrainedEnsemble trained = new ExtraTreesTrainer().Train(values, [0, 0, 1], Ones(3), 2, parameters, RunOptions.Default);
        Assert.All(trained.Ensemble.Trees, t => Assert.Equal(1, t.Feature[0]));
        trained = new ExtraTreesTrainer().Train(new float[6], [0, 0, 1], [1, 1, 2], 2, parameters, RunOptions.Default);
        Assert.All(trained.Ensemble.Trees, t => Assert.Equal([0.5f, 0.5f], t.LeafValues));
        Assert.Equal([0, 0], trained.Importance);
    }

    [Theory]
    [InlineData("ExtraTrees")]
    [InlineData("MixedForest")]
    public void Same_bytes_on_any_number_of_threads_and_other_bytes_for_another_seed(string algorithm)
    {
        SegTrainingData data = TrainingTables.Blobs(700, 4, 5);
        TrainedEnsemble one = Train(data, algorithm, 3, 1);
        foreach (int threads in new[] { 2, 7 })
        {
            TrainedEnsemble other = Train(data, algorithm, 3, threads);
            Assert.Equal(ForestBinary.Write(one.Ensemble), ForestBinary.Write(other.Ensemble));
            Assert.Equal(one.Importance, other.Importance);
            Assert.Equal(one.OutOfBagAccuracy, other.OutOfBagAccuracy);
        }

        Assert.NotEqual(ForestBinary.Write(one.Ensemble), ForestBinary.Write(Train(data, algorithm, 4, 2).Ensemble));
    }

    [Theory]
    [InlineData("ExtraTrees")]
    [InlineData("MixedForest")]
    public void Importance_and_accuracy_of_unseen_samples_find_what_matters(string algorithm)
    {
        SegTrainingData data = TrainingTables.Blobs(900, 4, 11);
        TrainedEnsemble trained = Train(data, algorithm, 0, 2);
        Assert.Equal(1, trained.Importance.Sum(), 12);
        Assert.True(trained.Importance[0] > 0.4 && trained.Importance[1] > trained.Importance[2], string.Join(" ", trained.Importance));
        Assert.InRange(trained.OutOfBagAccuracy!.Value, 0.9, 0.9999);

        // Targets without any relation to the maps: chance level, which training accuracy would hide.
        SegTrainingData noise = TrainingTables.Blobs(900, 4, 12);
        var random = new Xoshiro256(1);
        int[] targets = [.. Enumerable.Range(0, 900).Select(_ => random.Next(4))];
        var parameters = new ModelParameters(algorithm);
        double chance = parameters.Learner.CreateTrainer(DeviceKind.Cpu, []).Train(noise.Values, targets, Ones(900), 4, parameters, RunOptions.Default).OutOfBagAccuracy!.Value;
        Assert.InRange(chance, 0.18, 0.32);
    }

    [Fact]
    public void A_mixed_forest_is_a_forest_and_extra_trees()
    {
        SegTrainingData data = TrainingTables.Blobs(500, 3, 6);
        int[] targets = [.. data.Targets.Select(t => t - 1)];
        float[] ones = Ones(500);
        TreeEnsemble mixed = new MixedForestTrainer().Train(data.Values, targets, ones, 3, new ModelParameters("MixedForest", seed: 8).With("Trees", 21).With("ForestDepth", 4), RunOptions.Default).Ensemble;
        TreeEnsemble forest = new RandomForestTrainer().Train(data.Values, targets, ones, 3, new ModelParameters(seed: 8).With("Trees", 11).With("MaxDepth", 4), RunOptions.Default).Ensemble;
        TreeEnsemble extra = new ExtraTreesTrainer().Train(data.Values, targets, ones, 3, new ModelParameters("ExtraTrees", seed: 8).With("Trees", 10), RunOptions.Default).Ensemble;
        Assert.Equal(ForestBinary.Write(new TreeEnsemble(EnsembleKind.Forest, 3, data.FeatureCount, [.. forest.Trees, .. extra.Trees])), ForestBinary.Write(mixed));
        Assert.Equal("InvalidModelParameter", Assert.Throws<SegException>(() => new ModelParameters("MixedForest").With("Trees", 1).Validate()).Id);
    }

    [Fact]
    public void Folds_hold_every_class_alike()
    {
        int[] targets = [.. Enumerable.Range(0, 103).Select(i => i < 60 ? 0 : i < 100 ? 1 : 2)];
        byte[] folds = OutOfFold.Deal(targets, 3, 4);
        for (int fold = 0; fold < OutOfFold.Folds; fold++)
        {
            Assert.Equal(12, folds.Where((f, i) => f == fold && targets[i] == 0).Count());
            Assert.Equal(8, folds.Where((f, i) => f == fold && targets[i] == 1).Count());
            Assert.InRange(folds.Where((f, i) => f == fold && targets[i] == 2).Count(), 0, 1);
        }
    }

    [Theory]
    [InlineData(0.0, 1f, 2f, 1f)]
    [InlineData(0.5, 1f, 2f, 1.5f)]
    [InlineData(0.999999999999, 1f, 2f, 1f)]
    [InlineData(0.5, float.MinValue, float.MaxValue, 0f)]
    public void A_threshold_never_reaches_the_greatest_value(double share, float low, float high, float expected)
        => Assert.Equal(expected, ExtraTreeGrower.Between(low, high, share));

    [Theory]
    [InlineData("ExtraTrees")]
    [InlineData("MixedForest")]
    public void Cancelling_ends_the_training(string algorithm)
    {
        SegTrainingData data = TrainingTables.Blobs(3000, 4, 2);
        var parameters = new ModelParameters(algorithm).With("Trees", 5000);
        using var source = new CancellationTokenSource(100);
        int[] targets = [.. data.Targets.Select(t => t - 1)];
        Assert.ThrowsAny<OperationCanceledException>(() => parameters.Learner.CreateTrainer(DeviceKind.Cpu, []).Train(data.Values, targets, Ones(3000), 4, parameters, new RunOptions { Cancellation = source.Token }));
    }

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        ones.AsSpan().Fill(1);
        return ones;
    }

    private static TrainedEnsemble Train(SegTrainingData data, string algorithm, int seed, int threads)
    {
        ModelParameters parameters = new ModelParameters(algorithm, seed: seed).With("Trees", 40);
        return parameters.Learner.CreateTrainer(DeviceKind.Cpu, []).Train(
            data.Values, [.. data.Targets.Select(t => t - 1)], Ones(data.SampleCount), data.Classes.Count, parameters, new RunOptions { Threads = threads });
    }
}
