using NDSeg.Models;
using NDSeg.TestData;
using NDSeg.Training;
using Xunit;

namespace NDSeg.Core.Tests.Training;

public class ModelTrainerTests
{
    [Fact]
    public void Balanced_weights_are_those_of_scikit_learn()
    {
        // sklearn.utils.class_weight.compute_class_weight("balanced", ...) for 2, 3 and 5 samples: 10 / (3 n_c).
        Assert.Equal([10 / 6.0, 10 / 9.0, 10 / 15.0], ClassWeights.Of([2, 3, 5], ClassWeighting.Balanced));
        Assert.Equal([10 / 4.0, 0, 10 / 16.0], ClassWeights.Of([2, 0, 8], ClassWeighting.Balanced));
        Assert.Equal([1, 0, 1], ClassWeights.Of([2, 0, 8], ClassWeighting.None));
    }

    [Fact]
    public void Learner_gets_weights_and_consecutive_classes()
    {
        SegTrainingData data = Without(TrainingTables.Blobs(200, 4, 1), 2);
        var spy = new SpyTrainer();
        SegModel model = ModelTrainer.Train(new SegModel(new ModelParameters().With("Trees", 3)), data, spy, RunOptions.Default);

        Assert.Equal(3, spy.ClassCount);
        Assert.Equal([0, 1, 2], spy.Targets!.Distinct().Order());
        foreach (int c in spy.Targets!.Distinct())
        {
            double total = spy.Targets!.Zip(spy.Weights!).Where(p => p.First == c).Sum(p => p.Second);
            Assert.Equal(data.SampleCount / 3.0, total, 1e-3);
        }

        Assert.Equal(model.State!.Summary.SamplesPerClass, spy.Targets!.CountBy(t => t).OrderBy(p => p.Key).Select(p => p.Value));
    }

    [Fact]
    public void Classes_without_pixels_are_left_out_with_a_warning_and_values_are_kept()
    {
        SegTrainingData data = Without(TrainingTables.Blobs(300, 4, 1), 2);
        SegModel model = ModelTrainer.Train(new SegModel(new ModelParameters()), data, new RandomForestTrainer(), RunOptions.Default);
        Assert.Equal([42, 126, 168], model.Classes.Select(c => c.Value));
        Assert.Equal([1, 2, 3], model.Classes.Select(c => c.Index));
        Assert.Equal(data.Classes[3].Color, model.Classes[2].Color);
        Assert.Equal(3, model.State!.Ensemble.ClassCount);
        string warning = Assert.Single(model.State.Summary.Warnings);
        Assert.Contains("value 84", warning, StringComparison.Ordinal);
        Assert.InRange(model.State.Summary.TrainingAccuracy, 0.95, 1);
    }

    [Fact]
    public void Constant_maps_are_named()
    {
        SegTrainingData data = TrainingTables.Blobs(100, 3, 1);
        for (int i = 0; i < 100; i++)
        {
            data.Values[(i * data.FeatureCount) + 2] = 5;
        }

        SegModel model = ModelTrainer.Train(new SegModel(new ModelParameters()), data, new RandomForestTrainer(), RunOptions.Default);
        Assert.Contains("1 of 4 maps are constant over the labelled pixels and tell nothing: gaussian_1.", model.State!.Summary.Warnings);
        Assert.Equal(0, model.State.Importance[2]);
    }

    [Fact]
    public void One_class_is_an_error_that_names_it()
    {
        SegTrainingData data = Without(TrainingTables.Blobs(100, 2, 1), 1);
        var error = Assert.Throws<SegException>(() => ModelTrainer.Train(new SegModel(new ModelParameters()), data, new RandomForestTrainer(), RunOptions.Default));
        Assert.Equal("OneClass", error.Id);
        Assert.Contains("'phase 84' (value 84)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_that_is_not_finite_is_an_error_that_says_where(float value)
    {
        SegTrainingData data = TrainingTables.Blobs(100, 2, 1);
        data.Values[(73 * data.FeatureCount) + 1] = value;
        var error = Assert.Throws<SegException>(() => ModelTrainer.Train(new SegModel(new ModelParameters()), data, new RandomForestTrainer(), RunOptions.Default));
        Assert.Equal("MapsNotFinite", error.Id);
        Assert.Contains("map 'gradient_0' at row 1, column 23", error.Message, StringComparison.Ordinal);
    }

    [SharedFact]
    public void Battery_model_has_its_summary()
    {
        SegModel model = ModelTrainer.Train(new SegModel(new ModelParameters()), TrainingTables.Battery(), new RandomForestTrainer(), RunOptions.Default);
        TrainingSummary summary = model.State!.Summary;
        Assert.Equal(974, summary.SampleCount);
        Assert.Equal([12, 65, 293, 111, 183, 310], summary.SamplesPerClass);
        Assert.Equal(974 / (6 * 12.0), summary.ClassWeights[0], 12);
        Assert.InRange(summary.TrainingAccuracy, 0.99, 1);

        // scikit-learn 1.2.1, six seeds: 0.9743 to 0.9784.
        Assert.InRange(summary.OutOfBagAccuracy!.Value, 0.970, 0.982);
    }

    private static SegTrainingData Without(SegTrainingData data, int index)
        => TrainingTable.Select(data, [.. Enumerable.Range(0, data.SampleCount).Where(i => data.Targets[i] != index)]);

    private sealed class SpyTrainer : IEnsembleTrainer
    {
        public int[]? Targets { get; private set; }

        public float[]? Weights { get; private set; }

        public int ClassCount { get; private set; }

        public TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
        {
            (Targets, Weights, ClassCount) = (targets, weights, classCount);
            return new RandomForestTrainer().Train(values, targets, weights, classCount, parameters, options);
        }
    }
}
