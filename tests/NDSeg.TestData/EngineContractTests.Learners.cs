using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.TestData;

/// <summary>Deep trees and weighted classes.</summary>
public abstract partial class EngineContractTests
{
    [Fact]
    public void Deep_trees_label_as_the_walker_does()
    {
        // Random classes for every pixel: trees of hundreds of leaves.
        const int Height = 40;
        const int Width = 70;
        ISegEngine engine = CreateEngine();
        SegImage image = SegImage.FromBytes(Height, Width, Noise(Height, Width, seed: 9));
        var random = new Random(3);
        SegLabels labels = Labels(Height, Width, [.. Enumerable.Range(0, Height * Width).Select(_ => (byte)random.Next(1, 4))], 3);
        FeatureConfig config = FeatureConfig.Default.Without("Membrane");
        using SegFeatures stack = engine.ComputeFeatures(image, config, [], Options);
        SegTrainingData data = engine.Sample(stack, labels, Options);
        var untrained = new SegModel(new ModelParameters("MixedForest", seed: 2).With("Trees", 12));
        SegModel model = ModelTrainer.Train(untrained, data, untrained.Learner.CreateTrainer(DeviceKind.Cpu, data.Names), RunOptions.Default);
        TreeEnsemble ensemble = model.State!.Ensemble;
        Assert.True(ensemble.Trees.Max(t => t.LeafCount) > 256);
        var walker = new TreeWalker(ensemble);
        SegSegmentation result = engine.Apply(stack, model, new PredictionRequest(Probabilities: true), Options);
        var shares = new float[3];
        for (int i = 0; i < Height * Width; i++)
        {
            ReadOnlySpan<float> sample = data.Values.AsSpan(i * data.FeatureCount, data.FeatureCount);
            Assert.Equal(walker.Label(sample), result.Labels.At(i));
            walker.Probabilities(sample, shares);
            Assert.Equal(shares, result.Probabilities!.Select(plane => plane[i]));
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(-1, 0)]
    [InlineData(1, 2)]
    public void A_class_prior_weights_the_probabilities(double prior, double smoothing)
    {
        ISegEngine engine = CreateEngine();
        SegImage image = SegImage.FromBytes(40, 70, Noise(40, 70, seed: 8));
        FeaturePlan plan = FeaturePlan.Create(FeatureConfig.Default);
        int map = plan.Names.IndexOf("gaussian_4");
        var tree = new DecisionTree([map, -1, -1], [0.5f, 0, 0], [1, 0, 1], [2, -1, -1], [0.375f, 0.375f, 0.25f, 0.25f, 0.5f, 0.25f], 3);
        SegModel model = Model(plan, new TreeEnsemble(EnsembleKind.Forest, 3, plan.Count, [tree]), [100, 200, 900]);
        SegSegmentation plain = engine.Apply(image, [], model, new PredictionRequest(Probabilities: true, SmoothingSigma: smoothing), Options);
        SegSegmentation weighted = engine.Apply(image, [], model, new PredictionRequest(Probabilities: true, SmoothingSigma: smoothing, ClassPrior: prior), Options);
        int moved = 0;
        for (int i = 0; i < 40 * 70; i++)
        {
            float[] shares = [.. plain.Probabilities!.Select(p => p[i])];
            Assert.Equal(shares, weighted.Probabilities!.Select(p => p[i]));
            double[] scores = [.. shares.Select((p, k) => p * Math.Pow(new[] { 100, 200, 900 }[k] / 1200.0, prior))];
            Assert.True(scores[weighted.Labels.At(i) - 1] > scores.Max() - 1e-6);
            moved += weighted.Labels.At(i) == plain.Labels.At(i) ? 0 : 1;
        }

        Assert.True(moved > 200, $"{moved} labels differ");
        using SegFeatures stack = engine.ComputeFeatures(image, FeatureConfig.Default, [], Options);
        AssertAgreement(weighted.Labels, engine.Apply(stack, model, new PredictionRequest(SmoothingSigma: smoothing, ClassPrior: prior), Options).Labels, LabelAgreement);
        Assert.Equal("InvalidClassPrior", Assert.Throws<SegException>(() => engine.Apply(image, [], model, new PredictionRequest(ClassPrior: double.NaN), Options)).Id);
    }
}
