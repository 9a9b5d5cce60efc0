using NDSeg.Models;
using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.Core.Tests.Training;

public class LearnerRegistryTests
{
    static LearnerRegistryTests()
    {
        LearnerRegistry.Register(NearestMeanStump.Name, () => new NearestMeanStump());
        LearnerRegistry.Register(Incomplete.Name, () => new Incomplete());
    }

    [Fact]
    public void A_learner_registered_elsewhere_is_configured_trained_saved_and_loaded_like_the_others()
    {
        SegTrainingData data = TrainingTables.Blobs(80, 2, 3);
        ModelParameters parameters = new ModelParameters("nearestmeanstump", seed: 4).With("bias", 0.25).With("Steps", 3);
        Assert.Equal((NearestMeanStump.Name, 0.25, 3, 0), (parameters.Algorithm, parameters.Number("Bias"), parameters.WholeNumber("Steps"), parameters.Trees));
        var untrained = new SegModel(parameters);

        SegModel model = ModelTrainer.Train(untrained, data, untrained.Learner.CreateTrainer(DeviceKind.Cpu, data.Names), RunOptions.Default);
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        file.Position = 0;
        SegModel read = ModelFile.Read(file);

        Assert.Equal(model.Parameters, read.Parameters);
        Assert.Equal("distance", read.Learner.ImportanceMeasure);
        Assert.Equal([7, 7], read.State!.LibraryModel);
        Assert.True(read.State.Summary.TrainingAccuracy > 0.7);
        var before = new TreeWalker(model.State!.Ensemble);
        var after = new TreeWalker(read.State.Ensemble);
        for (int i = 0; i < data.SampleCount; i++)
        {
            ReadOnlySpan<float> row = data.Values.AsSpan(i * data.FeatureCount, data.FeatureCount);
            Assert.Equal(before.Label(row), after.Label(row));
        }
    }

    [Fact]
    public void A_missing_part_of_the_module_is_no_damage_of_the_model()
    {
        SegTrainingData data = TrainingTables.Blobs(80, 2, 3);
        var untrained = new SegModel(new ModelParameters(Incomplete.Name));
        SegModel model = ModelTrainer.Train(untrained, data, untrained.Learner.CreateTrainer(DeviceKind.Cpu, data.Names), RunOptions.Default);
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        file.Position = 0;
        Assert.Throws<FileNotFoundException>(() => ModelFile.Read(file));
    }

    [Fact]
    public void Unknown_names_are_refused_with_the_known_ones()
    {
        SegException error = Assert.Throws<SegException>(() => new ModelParameters("Perceptron"));
        Assert.Equal("UnknownAlgorithm", error.Id);
        Assert.Contains("RandomForest", error.Message, StringComparison.Ordinal);
        Assert.Contains("XGBoost", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<SegException>(() => new ModelParameters().With("Bias", 1));
        Assert.Equal("UnknownModelParameter", error.Id);
        Assert.Contains("MinLeafSize", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Eta", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bias", -0.1)]
    [InlineData("Bias", double.NaN)]
    [InlineData("Steps", 2.5)]
    [InlineData("Steps", 11)]
    public void Values_out_of_range_are_refused(string name, double value)
    {
        SegException error = Assert.Throws<SegException>(() => new SegModel(new ModelParameters(NearestMeanStump.Name).With(name, value)));
        Assert.Equal("InvalidModelParameter", error.Id);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("randomFOREST", "RandomForest", 8)]
    [InlineData("xgboost", "XGBoost", 6)]
    public void Names_are_found_in_any_case_and_bring_their_defaults(string typed, string name, int depth)
    {
        var parameters = new ModelParameters(typed);
        Assert.Equal((name, depth), (parameters.Algorithm, parameters.MaxDepth));
        Assert.Equal(100, parameters.Trees);
        Assert.Equal(0.3, parameters.Eta);
    }

    [Fact]
    public void The_second_registration_of_a_name_changes_nothing()
    {
        int count = LearnerRegistry.All.Count;
        LearnerRegistry.Register("RANDOMFOREST", () => throw new InvalidOperationException());
        Assert.Equal(count, LearnerRegistry.All.Count);
        Assert.Equal("RandomForest", LearnerRegistry.Find("RandomForest").Id);
    }

    [Fact]
    public void Models_cannot_be_changed_from_outside()
    {
        foreach (Type type in (Type[])[typeof(SegModel), typeof(ModelParameters), typeof(TrainedState), typeof(TrainingSummary), typeof(NDSeg.Images.SegClass)])
        {
            Assert.All(type.GetProperties(), p => Assert.False(p.CanWrite, $"{type.Name}.{p.Name}"));
        }

        SegModel model = ModelTrainer.Train(new SegModel(new ModelParameters().With("Trees", 2)), TrainingTables.Blobs(60, 2, 1), new RandomForestTrainer(), RunOptions.Default);
        Assert.Throws<NotSupportedException>(() => ((System.Collections.IList)model.Classes)[0] = model.Classes[1]);
    }

    /// <summary>A learner whose assembly lies beside no other that it needs.</summary>
    private sealed class Incomplete : NearestMeanStump
    {
        public new const string Name = "Incomplete";

        public override string Id => Name;

        public override TrainedTrees ReadPayload(byte[] payload) => throw new FileNotFoundException("Could not load file or assembly 'Absent'.");
    }
}
