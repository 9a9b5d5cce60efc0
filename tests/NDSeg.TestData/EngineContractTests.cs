using System.Collections.Immutable;
using System.Globalization;
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
public abstract class EngineContractTests
{
    private const int BatteryEdge = 1568;

    /// <summary>Every family of maps switched on.</summary>
    protected static FeatureConfig Everything { get; } = new() { Mean = true, Minimum = true, Maximum = true, Median = true, Bilateral = true };

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

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 33)]
    [InlineData(3, 5)]
    [InlineData(17, 4)]
    [InlineData(23, 37)]
    public void Odd_sizes_equal_the_definitions(int height, int width)
    {
        byte[] samples = Noise(height, width, seed: 7);
        FeatureConfig config = Everything with { Sigmas = [0.5, 1, 3, 8], MembraneSize = 9 };
        AssertNaive(SegImage.FromBytes(height, width, samples), [.. samples.Select(b => b * (1f / 255))], samples, config);
    }

    [Fact]
    public void Unusual_scales_and_membranes_equal_the_definitions()
    {
        byte[] samples = Noise(19, 26, seed: 3);
        float[] grey = [.. samples.Select(b => b * (1f / 255))];
        AssertNaive(SegImage.FromBytes(19, 26, samples), grey, samples, Everything with { Sigmas = [6.5, 40], SigmaMultiplier = 1, MembraneSize = 31 });
        AssertNaive(SegImage.FromBytes(19, 26, samples), grey, samples, Everything with { Sigmas = [2.6, 5], TruncateSigma = true, MembraneSize = 3 });
        AssertNaive(SegImage.FromBytes(19, 26, samples), grey, samples, Everything with { Sigmas = [] });
    }

    [Theory]
    [InlineData(PixelType.UInt16)]
    [InlineData(PixelType.Int16)]
    [InlineData(PixelType.Int8)]
    [InlineData(PixelType.Int32)]
    [InlineData(PixelType.UInt32)]
    [InlineData(PixelType.Float16)]
    [InlineData(PixelType.Float32)]
    [InlineData(PixelType.Float64)]
    [InlineData(PixelType.Bilevel)]
    public void Every_sample_type_is_scaled_and_mapped_to_bytes(PixelType type)
    {
        byte[] noise = Noise(21, 18, seed: 11);
        Array plane = type switch
        {
            PixelType.Bilevel => Array.ConvertAll(noise, v => (byte)(v & 1)),
            PixelType.UInt16 => Array.ConvertAll(noise, v => (ushort)(v * 200)),
            PixelType.Int16 => Array.ConvertAll(noise, v => (short)((v - 128) * 200)),
            PixelType.Int8 => Array.ConvertAll(noise, v => (sbyte)(v - 128)),
            PixelType.Int32 => Array.ConvertAll(noise, v => (v - 128) * 8_000_000),
            PixelType.UInt32 => Array.ConvertAll(noise, v => v * 16_000_000u),
            PixelType.Float16 => Array.ConvertAll(noise, v => (Half)(v / 64f)),
            PixelType.Float32 => Array.ConvertAll(noise, v => v / 300f),
            _ => Array.ConvertAll(noise, v => v / 7.0),
        };
        var image = new SegImage(21, 18, type, [plane]);
        Func<byte, double> sample = type switch
        {
            PixelType.Bilevel => v => v & 1,
            PixelType.UInt16 => v => v * 200,
            PixelType.Int16 => v => (v - 128) * 200,
            PixelType.Int8 => v => v - 128,
            PixelType.Int32 => v => (v - 128) * 8_000_000.0,
            PixelType.UInt32 => v => v * 16_000_000.0,
            PixelType.Float16 => v => v / 64.0,
            PixelType.Float32 => v => v / 300f,
            _ => v => v / 7.0,
        };
        double[] samples = [.. noise.Select(sample)];
        var range = new IntensityRange(samples.Order().ElementAt(30), samples.Order().ElementAt(300) + 1e-3);
        byte[] bytes = [.. samples.Select(v => (byte)Math.Clamp(Math.Floor(((v - range.Low) / (range.High - range.Low) * 255) + 0.5), 0, 255))];
        AssertNaive(image, [.. samples.Select(v => (float)(v / image.FullScale))], bytes, Everything with { Sigmas = [1, 3], IntensityRange = range });
    }

    [Fact]
    public void Percentiles_of_the_image_become_the_intensity_range()
    {
        ushort[] samples = [.. Enumerable.Range(0, 2001).Select(i => (ushort)(3 * ((i * 1237) % 2001)))];
        var image = new SegImage(87, 23, PixelType.UInt16, [samples]);
        using SegFeatures stack = CreateEngine().ComputeFeatures(image, FeatureConfig.Default with { Minimum = true }, [], Options);
        Assert.Equal(6, stack.Config.IntensityRange!.Value.Low, 1e-9);
        Assert.Equal(5994, stack.Config.IntensityRange!.Value.High, 1e-9);
        using SegFeatures without = CreateEngine().ComputeFeatures(image, FeatureConfig.Default, [], Options);
        Assert.Null(without.Config.IntensityRange);
    }

    [Fact]
    public void Channels_and_extra_channels_stand_in_order()
    {
        ISegEngine engine = CreateEngine();
        byte[] red = Noise(30, 41, seed: 1), green = Noise(30, 41, seed: 2);
        var image = new SegImage(30, 41, PixelType.UInt8, [red, green]);
        float[] iron = [.. Enumerable.Range(0, 30 * 41).Select(i => (i * 0.37f) - 100)];
        ushort[] zinc = [.. Enumerable.Range(0, 30 * 41).Select(i => (ushort)(i * 31))];
        SegImage[] extras =
        [
            new(30, 41, PixelType.Float32, [iron], channelNames: ["Fe"]),
            new(30, 41, PixelType.UInt16, [zinc], channelNames: ["Zn"]),
        ];
        using SegFeatures stack = engine.ComputeFeatures(image, FeatureConfig.Default, extras, Options);
        Assert.Equal((2 * 58) + 2, stack.Count);
        Assert.Equal("c1:original", stack.Names[58]);
        Assert.Equal(["Fe", "Zn"], stack.Names.TakeLast(2));
        Assert.Equal(iron, stack.CopyMap("Fe"));
        Assert.Equal(zinc.Select(v => (float)v), stack.CopyMap("Zn"));
        using SegFeatures alone = engine.ComputeFeatures(SegImage.FromBytes(30, 41, green), FeatureConfig.Default, [], Options);
        for (int map = 0; map < 58; map++)
        {
            AssertClose(stack.Names[58 + map], alone.CopyMap(map), stack.CopyMap(58 + map), MapTolerance);
        }

        var strokes = new byte[30 * 41];
        strokes[50] = 1;
        strokes[777] = 2;
        SegTrainingData rows = engine.Sample(image, FeatureConfig.Default, extras, Labels(30, 41, strokes, 2), Options);
        Assert.Equal(iron[777], rows.Values[^2]);
        Assert.Equal(zinc[777], rows.Values[^1]);
    }

    [Fact]
    public void Sampling_an_image_equals_sampling_its_stack()
    {
        ISegEngine engine = CreateEngine();
        byte[] samples = Noise(97, 140, seed: 5);
        SegImage image = SegImage.FromBytes(97, 140, samples);
        var strokes = new byte[97 * 140];
        for (int i = 0; i < 60; i++)
        {
            strokes[(i * 7919) % strokes.Length] = (byte)(1 + (i % 3));
        }

        strokes[0] = 1;
        strokes[^1] = 3;
        SegLabels labels = Labels(97, 140, strokes, 3);
        using SegFeatures stack = engine.ComputeFeatures(image, Everything, [], Options);
        SegTrainingData fromStack = engine.Sample(stack, labels, Options);
        SegTrainingData fromImage = engine.Sample(image, Everything, [], labels, Options);
        Assert.Equal(strokes.Count(v => v != 0), fromStack.SampleCount);
        Assert.Equal(fromStack.Targets, fromImage.Targets);
        for (int i = 0; i < fromStack.SampleCount; i++)
        {
            Assert.Equal(strokes[(fromStack.Rows[i] * 140) + fromStack.Columns[i]], fromStack.Targets[i]);
        }

        for (int map = 0; map < stack.Count; map++)
        {
            float[] plane = stack.CopyMap(map);
            double allowed = MapTolerance * (plane.Max() - plane.Min());
            for (int i = 0; i < fromStack.SampleCount; i++)
            {
                Assert.Equal(plane[(fromStack.Rows[i] * 140) + fromStack.Columns[i]], fromStack.Values[(i * stack.Count) + map]);
                Assert.Equal(fromStack.Values[(i * stack.Count) + map], fromImage.Values[(i * stack.Count) + map], allowed);
            }
        }
    }

    [Fact]
    public void A_model_of_few_maps_and_two_classes_applies()
    {
        ISegEngine engine = CreateEngine();
        byte[] samples = Noise(40, 70, seed: 8);
        SegImage image = SegImage.FromBytes(40, 70, samples);
        FeaturePlan plan = FeaturePlan.Create(FeatureConfig.Default);
        int map = plan.Names.IndexOf("gaussian_4");
        var tree = new DecisionTree([map, -1, -1], [0.5f, 0, 0], [1, 0, 1], [2, -1, -1], [0.75f, 0.25f, 0.125f, 0.875f], 2);
        SegModel model = Model(plan, new TreeEnsemble(EnsembleKind.Forest, 2, plan.Count, [tree]));
        using SegFeatures stack = engine.ComputeFeatures(image, FeatureConfig.Default, [], Options);
        float[] blur = stack.CopyMap(map);
        SegSegmentation result = engine.Apply(image, [], model, new PredictionRequest(Probabilities: true), Options);
        for (int i = 0; i < blur.Length; i++)
        {
            Assert.Equal(blur[i] <= 0.5f ? 1 : 2, result.Labels.At(i));
            Assert.Equal(blur[i] <= 0.5f ? 0.25f : 0.875f, result.Probabilities![1][i]);
        }
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
        Assert.Equal("InvalidFeatureConfig", Id(() => engine.ComputeFeatures(image, FeatureConfig.Default with { MembraneSize = 4 }, [], Options)));
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

    /// <summary>Seeded noise with flat spots, so that ties occur.</summary>
    protected static byte[] Noise(int height, int width, int seed)
    {
        var random = new Random(seed);
        var samples = new byte[height * width];
        random.NextBytes(samples);
        for (int i = 0; i < samples.Length; i += 3)
        {
            samples[i] = (byte)(i % 5 == 0 ? 255 : 100);
        }

        return samples;
    }

    /// <summary>Labels with classes 1..K.</summary>
    protected static SegLabels Labels(int height, int width, byte[] indices, int classes) => new(height, width, indices, Classes(classes));

    /// <summary>A trained model around an ensemble.</summary>
    protected static SegModel Model(FeaturePlan plan, TreeEnsemble ensemble)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(ensemble);
        int classes = ensemble.ClassCount;
        var summary = new TrainingSummary(classes, new int[classes], new double[classes], 1, null, [], null, []);
        return new SegModel(new ModelParameters(), new TrainedState(plan, Classes(classes), LabelEncoding.Indexed, ensemble, null, new double[plan.Count], summary));
    }

    /// <summary>Largest deviation within a share of the expected range.</summary>
    protected static void AssertClose(string name, float[] expected, float[] found, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(found);
        Assert.Equal(expected.Length, found.Length);
        double range = (double)expected.Max() - expected.Min();
        range = range > 0 ? range : Math.Max(1, Math.Abs(expected[0]));
        for (int i = 0; i < expected.Length; i++)
        {
            double deviation = Math.Abs((double)expected[i] - found[i]) / range;
            Assert.True(deviation <= tolerance, string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]: expected {expected[i]:R}, found {found[i]:R}, off by {deviation:G2} of the range"));
        }
    }

    private static bool IsRankMap(string name)
        => name.StartsWith("mean_", StringComparison.Ordinal) || name.StartsWith("minimum_", StringComparison.Ordinal)
        || name.StartsWith("maximum_", StringComparison.Ordinal) || name.StartsWith("median_", StringComparison.Ordinal)
        || name.StartsWith("bilateral_", StringComparison.Ordinal);

    private static ImmutableArray<SegClass> Classes(int count)
        => [.. Enumerable.Range(1, count).Select(i => new SegClass(i, i, $"class {i}", new RgbColor((byte)(i * 40), 0, 0)))];

    private static byte[] Raw(string file, int offset, int length) => File.ReadAllBytes(SharedData.PathOf(file))[offset..(offset + length)];

    private static SegImage Battery() => SegImage.FromBytes(BatteryEdge, BatteryEdge, Raw("data/battery/Battery_21700.tif", 8, BatteryEdge * BatteryEdge));

    private static SegLabels BatteryLabels()
        => Labels(BatteryEdge, BatteryEdge, Raw("data/battery/Battery_21700_labels.tif", 256, BatteryEdge * BatteryEdge), 6);

    private static byte[] ReferenceLabels()
    {
        SegImage labels = IO.ImageReader.Read(SharedData.PathOf("reference/battery_xgboost_hist_labels.tif"), new IO.Formats.ImageReadOptions()).Single();
        Assert.Equal((BatteryEdge, BatteryEdge), (labels.Height, labels.Width));
        return labels.Samples<byte>(0).ToArray();
    }

    private static SegModel Booster()
        => Model(FeaturePlan.Create(FeatureConfig.Default), XGBoostJson.Parse(File.ReadAllBytes(SharedData.PathOf("reference/battery_xgboost_hist.json"))));

    private static SegImage Crop(SegImage image, int y, int x, int height, int width)
    {
        var samples = new byte[height * width];
        for (int r = 0; r < height; r++)
        {
            image.Samples<byte>(0).Slice(((y + r) * image.Width) + x, width).CopyTo(samples.AsSpan(r * width));
        }

        return SegImage.FromBytes(height, width, samples);
    }

    private static double[] Blur(float[] plane, int height, int width, double sigma)
    {
        int half = (int)((4 * sigma) + 0.5);
        double[] window = [.. Enumerable.Range(-half, (2 * half) + 1).Select(i => Math.Exp(-0.5 * i * i / (sigma * sigma)))];
        double sum = window.Sum();
        var across = new double[plane.Length];
        var result = new double[plane.Length];
        for (int i = 0; i < plane.Length; i++)
        {
            across[i] = Enumerable.Range(-half, window.Length).Sum(d => window[d + half] / sum * plane[(i / width * width) + Math.Clamp((i % width) + d, 0, width - 1)]);
        }

        for (int i = 0; i < plane.Length; i++)
        {
            result[i] = Enumerable.Range(-half, window.Length).Sum(d => window[d + half] / sum * across[(Math.Clamp((i / width) + d, 0, height - 1) * width) + (i % width)]);
        }

        return result;
    }

    private static void AssertAgreement(SegLabels expected, SegLabels found, double least)
    {
        long pixels = (long)expected.Height * expected.Width;
        long equal = 0;
        for (long i = 0; i < pixels; i++)
        {
            equal += expected.At(i) == found.At(i) ? 1 : 0;
        }

        Assert.True(equal >= least * pixels, $"{pixels - equal} of {pixels} labels differ");
    }

    private void AssertNaive(SegImage image, float[] grey, byte[] bytes, FeatureConfig config)
    {
        IReadOnlyDictionary<string, float[]> expected = NaiveFilters.Compute(grey, bytes, image.Height, image.Width, config);
        using SegFeatures stack = CreateEngine().ComputeFeatures(image, config, [], Options);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), stack.Names.Order(StringComparer.Ordinal));
        AssertMaps(stack, name => expected[name]);
    }

    private void AssertMaps(SegFeatures stack, Func<string, float[]> expected)
    {
        foreach (string name in stack.Names)
        {
            AssertClose(name, expected(name), stack.CopyMap(name), IsRankMap(name) ? 0 : MapTolerance);
        }
    }
}
