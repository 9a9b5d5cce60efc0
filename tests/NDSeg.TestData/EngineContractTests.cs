using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.TestData;

/// <summary>
/// What every backend has to do. Derive, say how the engine is made, and all of it runs. Expected values are those of
/// scipy, scikit-image and xgboost in the shared folder, or of <see cref="NaiveFilters"/>.
/// </summary>
public abstract partial class EngineContractTests
{
    private const int BatteryEdge = 1568;

    /// <summary>Every family of maps switched on.</summary>
    protected static FeatureConfig Everything { get; } = FeatureConfig.Default.With("Mean", "Minimum", "Maximum", "Median", "Bilateral");

    /// <summary>Greatest deviation of a map, as a share of its range.</summary>
    protected virtual double MapTolerance => 1e-5;

    /// <summary>Least share of equal labels.</summary>
    protected virtual double LabelAgreement => 0.9999;

    /// <summary>Greatest deviation of a probability.</summary>
    protected virtual double ProbabilityTolerance => 1e-5;

    /// <summary>Makes the engine.</summary>
    protected abstract ISegEngine CreateEngine();

    /// <summary>How to run; tile sizes and threads must not matter.</summary>
    protected virtual RunOptions Options => RunOptions.Default;

    [SharedTheory]
    [InlineData("sem3_maps", false)]
    [InlineData("sem3_maps_truncated_sigma", true)]
    public void All_82_maps_of_an_8_bit_image_equal_the_reference(string file, bool truncate)
    {
        IReadOnlyDictionary<string, NpzArray> expected = NpzFile.Read(SharedData.PathOf($"reference/{file}.npz"));
        SegImage image = SegImage.FromBytes(75, 75, Raw("data/sem/3.tif", 218, 75 * 75));
        using SegFeatures stack = CreateEngine().ComputeFeatures(image, Everything with { TruncateSigma = truncate }, [], Options);
        Assert.Equal(82, stack.Count);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), stack.Names.Order(StringComparer.Ordinal));
        AssertMaps(stack, name => expected[name].ToFloats());
    }

    [SharedTheory]
    [InlineData("float_61x83", PixelType.Float32)]
    [InlineData("uint16_61x83", PixelType.UInt16)]
    public void Maps_of_other_images_equal_the_reference(string file, PixelType type)
    {
        IReadOnlyDictionary<string, NpzArray> expected = NpzFile.Read(SharedData.PathOf($"reference/{file}.npz"));
        float[] samples = expected["image"].ToFloats();
        Array plane = type == PixelType.Float32 ? samples : Array.ConvertAll(samples, v => (ushort)v);
        var image = new SegImage(61, 83, type, [plane]);
        using SegFeatures stack = CreateEngine().ComputeFeatures(image, FeatureConfig.Default, [], Options);
        Assert.Equal(58, stack.Count);
        AssertMaps(stack, name => expected[name].ToFloats());
    }

    [SharedFact]
    public void Training_rows_of_the_battery_slice_equal_the_reference()
    {
        IReadOnlyDictionary<string, NpzArray> expected = NpzFile.Read(SharedData.PathOf("reference/battery_training.npz"));
        float[] x = expected["X"].ToFloats();
        SegTrainingData data = CreateEngine().Sample(Battery(), FeatureConfig.Default, [], BatteryLabels(), Options);
        Assert.Equal("974 x 58", data.Shape);
        Assert.Equal(expected["rows"].ToInts(), data.Rows);
        Assert.Equal(expected["cols"].ToInts(), data.Columns);
        for (int map = 0; map < 58; map++)
        {
            float[] column = [.. Enumerable.Range(0, 974).Select(i => x[(i * 58) + map])];
            float[] found = [.. Enumerable.Range(0, 974).Select(i => data.Values[(i * 58) + map])];
            AssertClose(data.Names[map], column, found, MapTolerance);
        }
    }

    [SharedFact]
    public void A_stored_booster_labels_the_battery_slice_as_xgboost_does()
    {
        ISegEngine engine = CreateEngine();
        SegModel model = Booster();
        SegImage image = Battery();
        using SegFeatures stack = engine.ComputeFeatures(image, FeatureConfig.Default, [], Options);
        SegSegmentation fromStack = engine.Apply(stack, model, PredictionRequest.LabelsOnly, Options);
        SegSegmentation fromImage = engine.Apply(image, [], model, PredictionRequest.LabelsOnly, Options);
        AssertAgreement(fromStack.Labels, fromImage.Labels, LabelAgreement);

        byte[] expected = ReferenceLabels();
        AssertAgreement(new SegLabels(BatteryEdge, BatteryEdge, expected, model.Classes), fromStack.Labels, LabelAgreement);
        Assert.Equal(model.Classes, fromStack.Classes);
        Assert.Null(fromStack.Probabilities);
        Assert.Null(fromStack.Margin);
    }

    [SharedFact]
    public void Probabilities_at_the_training_pixels_equal_those_of_xgboost()
    {
        ISegEngine engine = CreateEngine();
        SegImage crop = Crop(Battery(), 300, 0, 400, 700);
        IReadOnlyDictionary<string, NpzArray> table = NpzFile.Read(SharedData.PathOf("reference/battery_training.npz"));
        float[] expected = NpzFile.Read(SharedData.PathOf("reference/battery_xgboost_hist_train_probabilities.npz")).Values.Single(a => a.Shape.Length == 2).ToFloats();
        int[] rows = table["rows"].ToInts(), columns = table["cols"].ToInts();
        SegSegmentation result = engine.Apply(crop, [], Booster(), new PredictionRequest(Probabilities: true, Uncertainty: true), Options);
        Assert.Equal(6, result.Probabilities!.Count);
        int compared = 0, off = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            // Far enough from the crop's border for the widest blur not to see it.
            if (rows[i] is < 340 or >= 660 || columns[i] >= 660)
            {
                continue;
            }

            compared++;
            int at = ((rows[i] - 300) * 700) + columns[i];
            float[] shares = [.. Enumerable.Range(0, 6).Select(k => result.Probabilities[k][at])];
            off += Enumerable.Range(0, 6).All(k => Math.Abs(expected[(i * 6) + k] - shares[k]) <= ProbabilityTolerance) ? 0 : 1;

            float[] sorted = [.. shares.OrderDescending()];
            Assert.Equal(sorted[0] - sorted[1], result.Margin![at], ProbabilityTolerance);
            double entropy = -shares.Sum(p => p > 0 ? p * Math.Log(p) : 0) / Math.Log(6);
            Assert.Equal(entropy, result.Entropy![at], 10 * ProbabilityTolerance);
        }

        Assert.True(compared > 20, $"only {compared} training pixels lie in the crop");

        // xgboost's thresholds are values of training pixels, so the last bit of a map can decide at such a pixel.
        Assert.True(off <= compared / 20, $"{off} of {compared} training pixels have other probabilities");
    }

    [SharedFact]
    public void Smoothing_takes_the_winner_of_blurred_probabilities()
    {
        ISegEngine engine = CreateEngine();
        SegImage crop = Crop(Battery(), 500, 400, 150, 130);
        SegModel model = Booster();
        IReadOnlyList<float[]> plain = engine.Apply(crop, [], model, new PredictionRequest(Probabilities: true), Options).Probabilities!;
        SegSegmentation smooth = engine.Apply(crop, [], model, new PredictionRequest(Probabilities: true, SmoothingSigma: 2), Options);
        var expected = new double[6][];
        for (int k = 0; k < 6; k++)
        {
            expected[k] = Blur(plain[k], crop.Height, crop.Width, 2);
            AssertClose($"class {k}", [.. expected[k].Select(v => (float)v)], smooth.Probabilities![k], ProbabilityTolerance);
        }

        int wrong = 0;
        for (int i = 0; i < crop.Height * crop.Width; i++)
        {
            int best = Enumerable.Range(0, 6).MaxBy(k => expected[k][i]);
            wrong += smooth.Labels.At(i) == best + 1 ? 0 : 1;
        }

        Assert.True(wrong <= 2, $"{wrong} labels are not those of the blurred probabilities");
        using SegFeatures stack = engine.ComputeFeatures(crop, FeatureConfig.Default, [], Options);
        AssertAgreement(smooth.Labels, engine.Apply(stack, model, new PredictionRequest(SmoothingSigma: 2), Options).Labels, LabelAgreement);
    }

    [Fact]
    public void Bad_pixels_are_named()
    {
        var samples = new float[12 * 20];
        samples[(7 * 20) + 3] = float.PositiveInfinity;
        samples[(9 * 20) + 1] = float.NaN;
        var image = new SegImage(12, 20, PixelType.Float32, [new float[12 * 20], samples]);
        SegException error = Assert.Throws<SegException>(() => CreateEngine().ComputeFeatures(image, FeatureConfig.Default, [], Options));
        Assert.Equal("NonFinitePixel", error.Id);
        Assert.Contains("channel 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("row 7, column 3", error.Message, StringComparison.Ordinal);
        var huge = new SegImage(1, 3, PixelType.Float64, [new double[] { 0, 1, 1e39 }]);
        Assert.Equal("NonFinitePixel", Assert.Throws<SegException>(() => CreateEngine().ComputeFeatures(huge, FeatureConfig.Default, [], Options)).Id);
    }

    [Fact]
    public void Things_that_do_not_fit_together_are_errors()
    {
        ISegEngine engine = CreateEngine();
        SegImage image = SegImage.FromBytes(10, 12, Noise(10, 12, seed: 1));
        SegImage extra = SegImage.FromBytes(10, 13, Noise(10, 13, seed: 1));
        SegLabels labels = Labels(12, 10, [.. Enumerable.Repeat((byte)1, 120)], 2);
        string Id(Action action) => Assert.Throws<SegException>(action).Id;
        Assert.Equal("ExtraChannelShapeMismatch", Id(() => engine.ComputeFeatures(image, FeatureConfig.Default, [extra], Options)));
        Assert.Equal("LabelShapeMismatch", Id(() => engine.Sample(image, FeatureConfig.Default, [], labels, Options)));
        Assert.Equal("NoLabelledPixels", Id(() => engine.Sample(image, FeatureConfig.Default, [], Labels(10, 12, new byte[120], 2), Options)));
        Assert.Equal("ModelNotTrained", Id(() => engine.Apply(image, [], new SegModel(new ModelParameters()), PredictionRequest.LabelsOnly, Options)));
        using SegFeatures stack = engine.ComputeFeatures(image, FeatureConfig.Default, [], Options);
        Assert.Equal("LabelShapeMismatch", Id(() => engine.Sample(stack, labels, Options)));
        FeaturePlan plan = FeaturePlan.Create(FeatureConfig.Default, 3);
        var tree = new DecisionTree([0, -1, -1], [0.5f, 0, 0], [1, 0, 1], [2, -1, -1], [1, 0, 0, 1], 2);
        SegModel model = Model(plan, new TreeEnsemble(EnsembleKind.Forest, 2, plan.Count, [tree]));
        Assert.Equal("ChannelMismatch", Id(() => engine.Apply(image, [], model, PredictionRequest.LabelsOnly, Options)));
        Assert.Equal("FeatureMismatch", Id(() => engine.Apply(stack, model, PredictionRequest.LabelsOnly, Options)));
        Assert.Equal("InvalidFeatureConfig", Id(() => engine.ComputeFeatures(image, FeatureConfig.Default.WithOption("MembraneSize", 4), [], Options)));
    }

    [Fact]
    public void A_cancelled_run_ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        SegImage image = SegImage.FromBytes(10, 12, Noise(10, 12, seed: 1));
        RunOptions options = Options with { Cancellation = source.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => CreateEngine().ComputeFeatures(image, FeatureConfig.Default, [], options));
    }
}
