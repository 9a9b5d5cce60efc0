using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Simd;
using NDSeg.Trees;
using NDSeg.Core.Tests.Trees;
using Xunit;

namespace NDSeg.Core.Tests.Cpu.Prediction;

/// <summary>Every vector width and the scalar twin of the kernels against the trees walked one by one.</summary>
public class CompiledEnsembleTests
{
    public static TheoryData<EnsembleKind, int, int, int, int, int> Shapes()
    {
        var data = new TheoryData<EnsembleKind, int, int, int, int, int>();
        foreach (EnsembleKind kind in Enum.GetValues<EnsembleKind>())
        {
            // classes, features, trees, depth, leaves
            data.Add(kind, 2, 1, 1, 1, 1);
            data.Add(kind, 2, 1, 1, 1, 2);
            data.Add(kind, 2, 3, 7, 4, 9);
            data.Add(kind, 3, 2, 30, 3, 5);
            data.Add(kind, 6, 20, 60, 8, 40);
            data.Add(kind, 4, 5, 12, 20, 64);
            data.Add(kind, 5, 7, 9, 20, 65);
            data.Add(kind, 3, 2, 6, 20, 300);
            data.Add(kind, 3, 1, 5, 64, 700);
            data.Add(kind, 255, 4, 8, 6, 20);
            data.Add(kind, 300, 4, 310, 5, 10);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Labels_and_probabilities_are_those_of_the_walker(EnsembleKind kind, int classes, int features, int trees, int depth, int leaves)
    {
        var random = new Random((classes * 7919) + trees + (int)kind);
        (int Height, int Width)[] sizes = classes > 100 ? [(1, 1), (3, 70)] : [(1, 1), (1, 2), (2, 63), (3, 64), (1, 65), (5, 128), (2, 130), (33, 1), (9, 257)];
        foreach ((int height, int width) in sizes)
        {
            // From noise of awkward values to a nearly constant tile.
            double awkward = random.NextDouble();
            double spread = random.Next(3) == 0 ? 0.01 : 1;
            TreeEnsemble ensemble = RandomEnsemble.Create(random, kind, classes, features, trees, depth, leaves, awkward);
            using var tile = new TileOfSamples(features, height, width, (_, _, _) => (float)(RandomEnsemble.Value(random, awkward) * spread));
            AssertLikeWalker(ensemble, tile);
        }
    }

    [Theory]
    [InlineData(EnsembleKind.Forest, 1.0)]
    [InlineData(EnsembleKind.Booster, 1.0)]
    [InlineData(EnsembleKind.Forest, 0.05)]
    [InlineData(EnsembleKind.Booster, 0.4)]
    public void Maps_with_more_thresholds_than_a_byte_counts(EnsembleKind kind, double spread)
    {
        var random = new Random(5);
        TreeEnsemble ensemble = RandomEnsemble.Create(random, kind, 4, 2, 40, 12, 90, awkward: 0.01);
        Assert.True(ensemble.Trees.Sum(t => t.LeafCount - 1) > 1200);
        using var tile = new TileOfSamples(2, 11, 150, (_, _, _) => (float)(((random.NextDouble() * 4) - 2) * spread));
        AssertLikeWalker(ensemble, tile);
    }

    [Theory]
    [InlineData(EnsembleKind.Forest, 3)]
    [InlineData(EnsembleKind.Booster, 3)]
    [InlineData(EnsembleKind.Forest, 200)]
    [InlineData(EnsembleKind.Booster, 200)]
    public void Values_that_are_not_finite_go_where_the_walker_sends_them(EnsembleKind kind, int leaves)
    {
        var random = new Random(6);
        TreeEnsemble ensemble = RandomEnsemble.Create(random, kind, 3, 2, 20, 10, leaves, awkward: 0.3);
        float[] rare = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -float.NaN];
        using var tile = new TileOfSamples(2, 7, 200, (_, y, _) => y > 3 && random.Next(20) == 0 ? rare[random.Next(rare.Length)] : RandomEnsemble.Value(random, 0.2));
        AssertLikeWalker(ensemble, tile);
    }

    [Fact]
    public void Sums_that_differ_in_the_last_bit_are_told_apart()
    {
        // Two classes get the same leaf values in another order, so that only the rounding of the sums separates them.
        var random = new Random(7);
        for (int round = 0; round < 30; round++)
        {
            float[] values = [.. Enumerable.Range(0, 40).Select(_ => (float)random.NextDouble())];
            float[] shuffled = (float[])values.Clone();
            random.Shuffle(shuffled);
            var trees = new List<DecisionTree>();
            for (int t = 0; t < 40; t++)
            {
                trees.Add(Stump(random, values[t], values[39 - t], 0));
                trees.Add(Stump(random, shuffled[t], shuffled[39 - t], 1));
                trees.Add(Stump(random, -1, -1, 2));
            }

            var ensemble = new TreeEnsemble(EnsembleKind.Booster, 3, 1, trees, [0.5f, 0.5f, 0.5f]);
            using var tile = new TileOfSamples(1, 3, 70, (_, _, _) => random.Next(2));
            AssertLikeWalker(ensemble, tile);
        }

        static DecisionTree Stump(Random random, float left, float right, int target)
            => new([0, -1, -1], [0.5f + (random.NextSingle() / 4), 0, 0], [1, 0, 1], [2, -1, -1], [left, right], 1, target);
    }

    [Fact]
    public void Huge_leaf_values_are_summed_like_the_walker_does()
    {
        var random = new Random(8);
        DecisionTree[] trees = [.. Enumerable.Range(0, 30).Select(t => new DecisionTree(
            [0, -1, -1], [random.NextSingle(), 0, 0], [1, 0, 1], [2, -1, -1], [random.NextSingle() * (t % 5 == 0 ? 1e30f : 1f), random.NextSingle()], 1, t % 3))];
        var ensemble = new TreeEnsemble(EnsembleKind.Booster, 3, 1, trees, [0f, 0f, 0f]);
        using var tile = new TileOfSamples(1, 2, 100, (_, _, _) => random.NextSingle());
        AssertLikeWalker(ensemble, tile);
    }

    [Fact]
    public void A_chain_too_deep_for_slices_is_walked()
    {
        const int Depth = 400;
        var feature = new int[(2 * Depth) + 1];
        var threshold = new float[feature.Length];
        var left = new int[feature.Length];
        var right = new int[feature.Length];
        for (int n = 0; n < feature.Length; n++)
        {
            bool test = n % 2 == 0 && n < 2 * Depth;
            feature[n] = test ? 0 : -1;
            threshold[n] = test ? n : 0;
            left[n] = test ? n + 1 : n == 2 * Depth ? Depth : n / 2;
            right[n] = test ? n + 2 : -1;
        }

        var random = new Random(9);
        float[] values = [.. Enumerable.Range(0, Depth + 1).Select(_ => random.NextSingle() - 0.5f)];
        var ensemble = new TreeEnsemble(EnsembleKind.Booster, 2, 1, [new DecisionTree(feature, threshold, left, right, values, 1)], [0f]);
        using var tile = new TileOfSamples(1, 4, 90, (_, _, _) => random.Next(-3, (2 * Depth) + 3));
        AssertLikeWalker(ensemble, tile);
    }

    [Theory]
    [InlineData(EnsembleKind.Forest, 3, 1)]
    [InlineData(EnsembleKind.Forest, 2, 16)]
    [InlineData(EnsembleKind.Booster, 4, 40)]
    public void Deep_trees_over_smooth_maps_settle_pixels_early(EnsembleKind kind, int classes, int height)
    {
        // Waves of some pixels, so that words of 8 x 8 reach few leaves and most winners are clear long before the last tree.
        var random = new Random(12);
        TreeEnsemble ensemble = RandomEnsemble.Create(random, kind, classes, 4, 60, 18, 300);
        using var tile = new TileOfSamples(4, height, 270, (f, y, x) => MathF.Sin((x * (0.05f + (0.07f * f))) + (y * 0.11f)) + (0.2f * RandomEnsemble.Value(random, 0)));
        AssertLikeWalker(ensemble, tile);
    }

    [Fact]
    public void Two_threads_share_one_compiled_ensemble()
    {
        var random = new Random(10);
        CompiledEnsemble compiled = CompiledEnsemble.Compile(RandomEnsemble.Create(random, EnsembleKind.Forest, 5, 6, 40, 8, 30));
        using var tile = new TileOfSamples(6, 60, 300, (_, _, _) => RandomEnsemble.Value(random, 0.1));
        int[] alone = tile.Labels(compiled);
        Parallel.For(0, 8, _ => Assert.Equal(alone, tile.Labels(compiled)));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public unsafe void Scores_that_are_never_looked_up_take_no_memory(int classes, bool scored)
    {
        TreeEnsemble ensemble = RandomEnsemble.Create(new Random(13), EnsembleKind.Forest, classes, 4, 40, 6, 20);
        SlicedEnsemble sliced = SlicedEnsemble.TryCreate(ensemble, new MapThresholds(ensemble))!;
        Assert.Equal(scored ? ensemble.Trees.Sum(t => t.LeafValues.Length) : 0, sliced.RowValues.Length);
        long sums = PredictionKernels.Chunk * classes * (sizeof(float) + sizeof(ushort));
        long rest = BlockEvaluator.Bytes(sliced) - PrunedTrees.Bytes(sliced) - BlockRanker.Bytes(sliced.Thresholds) - PrunedTrees.RowsBytes;
        Assert.Equal(scored, rest > sums + (3 * TileBlock.MaxPixels));
    }

    [Fact]
    public unsafe void Only_maps_that_are_tested_need_be_there()
    {
        var tree = new DecisionTree([1, -1, -1], [0.5f, 0, 0], [1, 0, 1], [2, -1, -1], [0, 1, 1, 0], 2);
        CompiledEnsemble compiled = CompiledEnsemble.Compile(new TreeEnsemble(EnsembleKind.Forest, 2, 3, [tree]));
        Assert.Equal([false, true, false], compiled.UsedFeatures);
        float* row = stackalloc float[2] { 0.5f, 0.75f };
        byte* labels = stackalloc byte[2];
        using EnsembleScratch scratch = compiled.CreateScratch();
        compiled.PredictLabels(new RowPlanes(row, 1, 2, 2, 2, [-1, 0, -1]), scratch, labels, 2);
        Assert.Equal((2, 1), (labels[0], labels[1]));
        Assert.Equal("MissingFeature", Assert.Throws<SegException>(() => compiled.PredictLabels(new RowPlanes(null, 1, 2, 2, 2, [0, -1, 0]), scratch, (byte*)null, 2)).Id);
    }

    [Fact]
    public unsafe void Misuse_is_refused()
    {
        var random = new Random(11);
        CompiledEnsemble compiled = CompiledEnsemble.Compile(RandomEnsemble.Create(random, EnsembleKind.Forest, 256, 1, 1, 2, 2));
        CompiledEnsemble other = CompiledEnsemble.Compile(RandomEnsemble.Create(random, EnsembleKind.Forest, 2, 1, 1, 2, 2));
        EnsembleScratch scratch = compiled.CreateScratch();
        Assert.Equal("TooManyClasses", Assert.Throws<SegException>(() => compiled.PredictLabels(default, scratch, (byte*)null, 1)).Id);
        Assert.Throws<ArgumentException>(() => other.PredictLabels(default, scratch, (byte*)null, 1));
        scratch.Dispose();
        scratch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => compiled.PredictLabels(new RowPlanes(null, 0, 0, 0, 0), scratch, (ushort*)null, 1));
    }

    private static void AssertLikeWalker(TreeEnsemble ensemble, TileOfSamples tile)
    {
        var walker = new TreeWalker(ensemble);
        bool wide = ensemble.ClassCount > 255;
        int pixels = tile.Height * tile.Width;
        var labels = new int[pixels];
        var shares = new float[ensemble.ClassCount * pixels];
        var pixel = new float[ensemble.ClassCount];
        for (int i = 0; i < pixels; i++)
        {
            float[] sample = tile.Sample(i / tile.Width, i % tile.Width);
            labels[i] = walker.Label(sample);
            walker.Probabilities(sample, pixel);
            for (int k = 0; k < pixel.Length; k++)
            {
                shares[(k * pixels) + i] = pixel[k];
            }
        }

        PredictionKernels?[] every = [.. SimdLevel.Supported.Select(PredictionKernels.Create), new PredictionKernels<Register32, uint>()];
        foreach (PredictionKernels? kernels in every)
        {
            foreach (bool deep in new[] { false, true })
            {
                CompiledEnsemble compiled = CompiledEnsemble.Compile(ensemble, kernels, deep);
                Assert.Equal(labels, tile.Labels(compiled, wide));
                Assert.Equal(shares, tile.Probabilities(compiled));
            }
        }
    }
}
