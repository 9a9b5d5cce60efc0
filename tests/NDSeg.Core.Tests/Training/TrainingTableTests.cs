using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Storage;
using NDSeg.Training;
using Xunit;

namespace NDSeg.Core.Tests.Training;

public class TrainingTableTests
{
    [Fact]
    public void Concat_matches_classes_by_value_and_numbers_images_on()
    {
        FeaturePlan plan = FeaturePlan.Create(TrainingTables.FewMaps);
        SegTrainingData a = Table(plan, [1, 2, 2], [85, 255], 1, "a");
        SegTrainingData b = Table(plan, [2, 1], [170, 255], 2, "b");
        SegTrainingData joined = TrainingTable.Concat([a, b, a]);

        Assert.Equal([85, 170, 255], joined.Classes.Select(c => c.Value));
        Assert.Equal([1, 3, 3, 3, 2, 1, 3, 3], joined.Targets);
        Assert.Equal([0, 0, 0, 1, 1, 2, 2, 2], joined.Images);
        Assert.Equal([.. a.Values, .. b.Values, .. a.Values], joined.Values);
        Assert.Equal(["a", "b"], joined.Files.Select(f => f.Name));
        Assert.Same(a, TrainingTable.Concat([a]));
    }

    [Fact]
    public void Concat_refuses_other_maps_and_lists_both_sides()
    {
        SegTrainingData a = Table(FeaturePlan.Create(TrainingTables.FewMaps), [1, 2], [1, 2], 1, "a");
        SegTrainingData b = Table(FeaturePlan.Create(TrainingTables.FewMaps with { Sigmas = [4] }), [1, 2], [1, 2], 1, "b");
        var error = Assert.Throws<SegException>(() => TrainingTable.Concat([a, b]));
        Assert.Equal("FeatureMismatch", error.Id);
        Assert.Contains("only in the first: gaussian_1, gradient_1", error.Message, StringComparison.Ordinal);
        Assert.Contains("only in the other: gaussian_4, gradient_4", error.Message, StringComparison.Ordinal);

        SegTrainingData c = Table(FeaturePlan.Create(TrainingTables.FewMaps with { SigmaMultiplier = 1 }), [1, 2], [1, 2], 1, "c");
        Assert.Equal("FeatureMismatch", Assert.Throws<SegException>(() => TrainingTable.Concat([a, c])).Id);
    }

    [Fact]
    public void Concat_compares_intensity_ranges_only_where_they_matter()
    {
        SegTrainingData Make(FeatureConfig config, double high)
            => Table(FeaturePlan.Create(config with { IntensityRange = new IntensityRange(0, high) }), [1, 2], [1, 2], 1, "a");
        Assert.Equal(4, TrainingTable.Concat([Make(TrainingTables.FewMaps, 10), Make(TrainingTables.FewMaps, 20)]).SampleCount);
        FeatureConfig ranks = TrainingTables.FewMaps.With("Median");
        Assert.Throws<SegException>(() => TrainingTable.Concat([Make(ranks, 10), Make(ranks, 20)]));
    }

    [Fact]
    public void An_8_bit_image_has_no_intensity_range_and_goes_with_any()
    {
        FeatureConfig ranks = TrainingTables.FewMaps.With("Median");
        SegTrainingData Make(double? high)
            => Table(FeaturePlan.Create(ranks with { IntensityRange = high is double h ? new IntensityRange(0, h) : null }, 1, ["Fe"]), [1, 2], [1, 2], 1, "a");
        foreach (double?[] highs in (double?[][])[[null, 10], [10, null], [null, null, 10, null, 10]])
        {
            SegTrainingData joined = TrainingTable.Concat([.. highs.Select(Make)]);
            Assert.Equal(new IntensityRange(0, 10), joined.Plan.Config.IntensityRange);
            Assert.Equal(Make(10).Names, joined.Names);
        }

        Assert.Null(TrainingTable.Concat([Make(null), Make(null)]).Plan.Config.IntensityRange);
        SegException error = Assert.Throws<SegException>(() => TrainingTable.Concat([Make(null), Make(10), Make(20)]));
        Assert.Contains("intensity range 0 to 10", error.Message, StringComparison.Ordinal);
        Assert.Contains("intensity range 0 to 20", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Concat_refuses_colours_with_integers_and_nothing_at_all()
    {
        FeaturePlan plan = FeaturePlan.Create(TrainingTables.FewMaps);
        SegTrainingData a = Table(plan, [1, 2], [1, 2], 1, "a");
        var b = new SegTrainingData(a.Values, a.Targets, plan, a.Classes, LabelEncoding.Rgb, a.Rows, a.Columns, a.Images, []);
        Assert.Equal("ClassMismatch", Assert.Throws<SegException>(() => TrainingTable.Concat([a, b])).Id);
        Assert.Equal("NoLabelledPixels", Assert.Throws<SegException>(() => TrainingTable.Concat([])).Id);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(37)]
    [InlineData(499)]
    public void Subsample_keeps_proportions_order_and_every_class(int count)
    {
        SegTrainingData data = TrainingTables.Blobs(500, 4, 3);
        SegTrainingData part = TrainingTable.Subsample(data, count, 8);
        Assert.Equal(count, part.SampleCount);
        int[] places = [.. Enumerable.Range(0, count).Select(i => (part.Rows[i] * 50) + part.Columns[i])];
        Assert.Equal(places.Distinct().Order(), places);
        Assert.All(places.Index(), p => Assert.Equal(data.Targets[p.Item], part.Targets[p.Index]));
        Assert.All(places.Index(), p => Assert.Equal(data.Values[p.Item * data.FeatureCount], part.Values[p.Index * data.FeatureCount]));
        for (int c = 1; c <= 4; c++)
        {
            double share = (double)count * data.Targets.Count(t => t == c) / 500;
            Assert.InRange(part.Targets.Count(t => t == c), Math.Max(1, share - 2), Math.Max(1, share + 1));
        }

        Assert.Equal(part.Values, TrainingTable.Subsample(data, count, 8).Values);
        Assert.NotEqual(part.Values, TrainingTable.Subsample(data, count, 9).Values);
    }

    [Fact]
    public void Subsample_of_too_few_is_an_error_and_of_too_many_the_table()
    {
        SegTrainingData data = TrainingTables.Blobs(500, 4, 3);
        Assert.Same(data, TrainingTable.Subsample(data, 500, 1));
        Assert.Equal("InvalidSampleCount", Assert.Throws<SegException>(() => TrainingTable.Subsample(data, 3, 1)).Id);
    }

    [Fact]
    public void Shuffle_keeps_rows_together()
    {
        SegTrainingData data = TrainingTables.Blobs(500, 4, 3);
        SegTrainingData mixed = TrainingTable.Shuffle(data, 2);
        int[] places = [.. Enumerable.Range(0, 500).Select(i => (mixed.Rows[i] * 50) + mixed.Columns[i])];
        Assert.Equal(Enumerable.Range(0, 500), places.Order());
        Assert.All(places.Index(), p => Assert.Equal((data.Targets[p.Item], data.Values[(p.Item * 4) + 3]), (mixed.Targets[p.Index], mixed.Values[(p.Index * 4) + 3])));

        // A random order has about one fixed point, and its mean displacement is N / 3.
        Assert.InRange(places.Index().Count(p => p.Index == p.Item), 0, 8);
        Assert.InRange(places.Index().Average(p => Math.Abs(p.Index - p.Item)), 140, 195);
    }

    private static SegTrainingData Table(FeaturePlan plan, int[] targets, long[] values, float start, string file)
    {
        float[] maps = [.. Enumerable.Range(0, targets.Length * plan.Count).Select(i => start + i)];
        SegTrainingData data = TrainingTables.Table(maps, targets, plan, TrainingTables.Classes(values));
        return new SegTrainingData(data.Values, data.Targets, plan, data.Classes, data.Encoding, data.Rows, data.Columns, data.Images, [new FileFingerprint("image", file, "00")]);
    }
}
