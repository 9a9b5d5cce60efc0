using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Quality;
using NDSeg.TestData;
using NDSeg.Training;
using NDSeg.Core.Tests.Training;
using Xunit;

namespace NDSeg.Core.Tests.Quality;

public class CrossValidationTests
{
    [Fact]
    public void Strokes_are_eight_connected_pixels_of_one_class_and_image()
    {
        SegTrainingData one = Sample(LabelMaps.Draw("1.1.2/.1..2/....1/3..1."), 1);
        StrokeGroups groups = StrokeGroups.Find(one);
        Assert.Equal([(1, 3), (2, 2), (1, 2), (3, 1)], groups.Strokes.Select(s => (s.ClassIndex, s.Pixels)));
        Assert.Equal((2, 4), (groups.Strokes[2].Row, groups.Strokes[2].Column));
        Assert.Equal([0, 0, 1, 0, 1, 2, 3, 2], groups.StrokeOfSample);

        SegTrainingData two = TrainingTable.Concat([one, one]);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], StrokeGroups.Find(two).Strokes.Select(s => s.Image));
    }

    [Fact]
    public void Strokes_of_a_volume_go_through_its_slices()
    {
        // Slice by slice: two pieces that touch, one that is a slice apart, and one of another class between them.
        (int Z, int Row, int Column, int Class)[] voxels = [(0, 1, 1, 1), (1, 2, 2, 1), (1, 2, 4, 2), (3, 2, 2, 1)];
        FeaturePlan plan = FeaturePlan.Create(FeatureConfig.Volume with { VoxelRatio = VoxelRatio.Isotropic }, 1, ["c0"]);
        var volume = new SegTrainingData(
            new float[voxels.Length * plan.Count],
            [.. voxels.Select(v => v.Class)],
            plan,
            LabelMaps.Draw("12").Classes,
            LabelEncoding.Indexed,
            [.. voxels.Select(v => v.Row)],
            [.. voxels.Select(v => v.Column)],
            [.. voxels.Select(v => v.Z)],
            []);
        Assert.Equal([0, 0, 1, 2], StrokeGroups.Find(volume).StrokeOfSample);

        // The last slice of one volume does not touch the first of the next.
        SegTrainingData both = TrainingTable.Concat([volume, volume]);
        Assert.Equal([0, 0, 1, 2, 3, 3, 4, 5], StrokeGroups.Find(both).StrokeOfSample);
    }

    [Fact]
    public void Every_stroke_is_held_out_once_and_never_trained_on_at_that_time()
    {
        SegTrainingData data = Sample(LabelMaps.Draw("11.11.11.11/.........../22.22.22.22/.........../33.33.33.33"), 3);
        StrokeGroups groups = StrokeGroups.Find(data);
        var spy = new SpyTrainer(data);
        CrossValidationResult result = CrossValidation.Run(new SegModel(new ModelParameters().With("Trees", 10)), data, spy, 4, 5, RunOptions.Default);

        Assert.Equal((4, 12), (result.Folds, result.StrokeCount));
        Assert.Equal(4, spy.TrainedOn.Count);
        Assert.Equal(24, result.Accuracy.PixelCount);
        for (int stroke = 0; stroke < 12; stroke++)
        {
            int[] pixels = [.. Enumerable.Range(0, 24).Where(i => groups.StrokeOfSample[i] == stroke)];
            Assert.Equal(1, spy.TrainedOn.Count(fold => !pixels.Any(fold.Contains)));
            Assert.Equal(3, spy.TrainedOn.Count(fold => pixels.All(fold.Contains)));
        }

        Assert.All(spy.TrainedOn, fold => Assert.Equal([6, 6, 6], data.Targets.Where((_, i) => fold.Contains(i)).CountBy(t => t).Select(p => p.Value)));
    }

    [Fact]
    public void Single_strokes_are_named_and_not_scored()
    {
        SegTrainingData data = Sample(LabelMaps.Draw("11.11.11.33/.........../22.22.22..."), 3);
        CrossValidationResult result = CrossValidation.Run(new SegModel(new ModelParameters().With("Trees", 10)), data, new RandomForestTrainer(), 5, 1, RunOptions.Default);
        Assert.Equal(3, result.Folds);
        Assert.Equal([3], result.SingleStrokeClasses.Select(c => c.Index));
        Assert.Equal(2, result.Warnings.Count);
        Assert.Equal([6, 6, 0], result.Accuracy.Classes.Select(c => c.Support));
        Assert.True(double.IsNaN(result.Accuracy.Classes[2].IoU));
        Assert.Equal(1, result.Accuracy.MeanIoU);
    }

    [Fact]
    public void Labels_without_relation_to_the_maps_score_like_chance()
    {
        // Ungrouped folds would score high here: the maps tell the stroke a pixel belongs to, and nothing else.
        var random = new Xoshiro256(3);
        SegTrainingData data = Sample(LabelMaps.Draw(string.Join('/', Enumerable.Range(0, 20).Select(r => r % 2 == 1 ? new string('.', 89) : string.Join('.', Enumerable.Range(0, 30).Select(_ => random.Next(2) == 0 ? "11" : "22"))))), 0);
        StrokeGroups groups = StrokeGroups.Find(data);
        var noise = new Xoshiro256(4);
        double[] valueOf = [.. groups.Strokes.Select(_ => noise.NextDouble())];
        for (int i = 0; i < data.SampleCount; i++)
        {
            data.Values.AsSpan(i * data.FeatureCount, data.FeatureCount).Fill((float)valueOf[groups.StrokeOfSample[i]]);
        }

        CrossValidationResult result = CrossValidation.Run(new SegModel(new ModelParameters().With("MaxDepth", 20).With("Trees", 20)), data, new RandomForestTrainer(), 5, 1, RunOptions.Default);
        Assert.InRange(result.Accuracy.OverallAccuracy, 0.35, 0.65);
    }

    [Fact]
    public void Progress_is_that_of_the_whole_and_the_seed_decides()
    {
        SegTrainingData data = Sample(LabelMaps.Draw("11.11.11.1/........../22.22.22.2"), 0.2);
        var seen = new List<double>();
        var options = new RunOptions { Threads = 1, Progress = new Callback(seen.Add) };
        var model = new SegModel(new ModelParameters().With("Trees", 10));
        CrossValidation.Run(model, data, new RandomForestTrainer(), 2, 1, options);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(1, seen[^1]);
        Assert.Equal(22, seen.Count);

        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CrossValidation.Run(model, data, new RandomForestTrainer(), 2, 1, options with { Cancellation = source.Token }));
    }

    [Fact]
    public void Too_few_strokes_are_an_error_that_counts_them()
    {
        SegTrainingData data = Sample(LabelMaps.Draw("11.11./....../222222"), 1);
        var error = Assert.Throws<SegException>(() => CrossValidation.Run(new SegModel(new ModelParameters()), data, new RandomForestTrainer(), 5, 1, RunOptions.Default));
        Assert.Equal("TooFewStrokes", error.Id);
        Assert.Contains("'class 1': 2, 'class 2': 1", error.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidFoldCount", Assert.Throws<SegException>(() => CrossValidation.Run(new SegModel(new ModelParameters()), data, new RandomForestTrainer(), 1, 1, RunOptions.Default)).Id);
    }

    [SharedFact]
    public void Battery_strokes_score_below_the_out_of_bag_figure()
    {
        CrossValidationResult result = CrossValidation.Run(new SegModel(new ModelParameters()), TrainingTables.Battery(), new RandomForestTrainer(), 5, 1, RunOptions.Default);
        Assert.InRange(result.Accuracy.OverallAccuracy, 0.8, 0.98);
    }

    // Every map is the class with some noise.
    private static SegTrainingData Sample(SegLabels labels, double contrast)
    {
        FeaturePlan plan = FeaturePlan.Create(TrainingTables.FewMaps);
        var random = new Xoshiro256(1);
        int[] places = [.. Enumerable.Range(0, labels.Height * labels.Width).Where(i => labels.At(i) > 0)];
        int[] targets = [.. places.Select(i => labels.At(i))];
        float[] values = [.. targets.SelectMany(t => Enumerable.Range(0, plan.Count).Select(_ => (float)((t * contrast) + random.NextDouble())))];
        return new SegTrainingData(
            values, targets, plan, labels.Classes, LabelEncoding.Indexed, [.. places.Select(i => i / labels.Width)], [.. places.Select(i => i % labels.Width)], new int[places.Length], []);
    }

    private sealed class SpyTrainer(SegTrainingData all) : IEnsembleTrainer
    {
        public List<HashSet<int>> TrainedOn { get; } = [];

        public TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
        {
            // The noise makes every row of the table unique.
            var rowOf = Enumerable.Range(0, all.SampleCount).ToDictionary(i => all.Values[i * all.FeatureCount]);
            TrainedOn.Add([.. Enumerable.Range(0, targets.Length).Select(i => rowOf[values[i * all.FeatureCount]])]);
            return new RandomForestTrainer().Train(values, targets, weights, classCount, parameters, options);
        }
    }

    private sealed class Callback(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
