using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.TestData;

/// <summary>Maps and labels of made-up images against the definitions.</summary>
public abstract partial class EngineContractTests
{
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
        FeatureConfig config = Everything.WithOption("MembraneSize", 9) with { Sigmas = [0.5, 1, 3, 8] };
        AssertNaive(SegImage.FromBytes(height, width, samples), [.. samples.Select(b => b * (1f / 255))], samples, config);
    }

    [Fact]
    public void Unusual_scales_and_membranes_equal_the_definitions()
    {
        byte[] samples = Noise(19, 26, seed: 3);
        float[] grey = [.. samples.Select(b => b * (1f / 255))];
        AssertNaive(SegImage.FromBytes(19, 26, samples), grey, samples, Everything.WithOption("MembraneSize", 31) with { Sigmas = [6.5, 40], SigmaMultiplier = 1 });
        AssertNaive(SegImage.FromBytes(19, 26, samples), grey, samples, Everything.WithOption("MembraneSize", 3) with { Sigmas = [2.6, 5], TruncateSigma = true });
        AssertNaive(SegImage.FromBytes(19, 26, samples), grey, samples, Everything with { Sigmas = [] });
    }

    [Theory]
    [InlineData(PixelType.Int8)]
    [InlineData(PixelType.Int16)]
    [InlineData(PixelType.Int32)]
    public void The_least_value_of_a_signed_type_is_clipped_at_minus_one_and_left_alone_in_an_extra_channel(PixelType type)
    {
        // Wide enough for whole vectors and a rest.
        byte[] noise = Noise(9, 37, seed: 5);
        Array plane = type switch
        {
            PixelType.Int8 => Array.ConvertAll(noise, v => v < 100 ? sbyte.MinValue : sbyte.MaxValue),
            PixelType.Int16 => Array.ConvertAll(noise, v => v < 100 ? short.MinValue : short.MaxValue),
            _ => Array.ConvertAll(noise, v => v < 100 ? int.MinValue : int.MaxValue),
        };
        var image = new SegImage(9, 37, type, [plane]);
        using SegFeatures stack = CreateEngine().ComputeFeatures(image, FeatureConfig.Default, [image], Options);
        float[] expected = [.. noise.Select(v => v < 100 ? -1f : 1f)];
        Assert.Equal(expected, stack.CopyMap("original"));
        Assert.Equal(-(float)image.FullScale - 1, stack.CopyMap(stack.Count - 1).Min());
        Assert.True(stack.CopyMap("gaussian_4").Min() >= -1.00001f, "blurred");
        Assert.True(stack.CopyMap("membrane_min").Min() >= -15.001f, "membranes");
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
        float[] grey = [.. samples.Select(v => (float)(v / image.FullScale)).Select(v => type.IsFloatingPoint() ? v : Math.Max(v, -1))];
        AssertNaive(image, grey, bytes, Everything with { Sigmas = [1, 3], IntensityRange = range });
    }

    [Fact]
    public void Percentiles_of_the_image_become_the_intensity_range()
    {
        ushort[] samples = [.. Enumerable.Range(0, 2001).Select(i => (ushort)(3 * ((i * 1237) % 2001)))];
        var image = new SegImage(87, 23, PixelType.UInt16, [samples]);
        using SegFeatures stack = CreateEngine().ComputeFeatures(image, FeatureConfig.Default.With("Minimum"), [], Options);
        Assert.Equal(6, stack.Config.IntensityRange!.Value.Low, 1e-9);
        Assert.Equal(5994, stack.Config.IntensityRange!.Value.High, 1e-9);
        using SegFeatures without = CreateEngine().ComputeFeatures(image, FeatureConfig.Default, [], Options);
        Assert.Null(without.Config.IntensityRange);
    }

    [Theory]
    [InlineData(PixelType.UInt16)]
    [InlineData(PixelType.Float64)]
    [InlineData(PixelType.Bilevel)]
    public void A_model_of_8_bit_images_takes_other_samples_over_their_full_scale(PixelType type)
    {
        byte[] noise = Noise(40, 70, seed: 4);
        (Array plane, byte[] bytes) = type switch
        {
            PixelType.UInt16 => (Array.ConvertAll(noise, v => (ushort)(v * 200)), Array.ConvertAll(noise, v => (byte)Math.Floor((v * 200 * 255 / 65535.0) + 0.5))),
            PixelType.Float64 => ((Array)Array.ConvertAll(noise, v => v / 255.0), noise),
            _ => (Array.ConvertAll(noise, v => (byte)(v & 1)), Array.ConvertAll(noise, v => (byte)(255 * (v & 1)))),
        };
        FeaturePlan plan = FeaturePlan.Create(FeatureConfig.Default.With("Median") with { Sigmas = [2] });
        var tree = new DecisionTree([plan.Names.IndexOf("median_2"), -1, -1], [110.5f, 0, 0], [1, 0, 1], [2, -1, -1], [1, 0, 0, 1], 2);
        SegModel model = Model(plan, new TreeEnsemble(EnsembleKind.Forest, 2, plan.Count, [tree]));
        SegLabels expected = CreateEngine().Apply(SegImage.FromBytes(40, 70, bytes), [], model, PredictionRequest.LabelsOnly, Options).Labels;
        Assert.InRange(Enumerable.Range(0, 40 * 70).Count(i => expected.At(i) == 1), 100, 2700);
        AssertAgreement(expected, CreateEngine().Apply(new SegImage(40, 70, type, [plane]), [], model, PredictionRequest.LabelsOnly, Options).Labels, 1);
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
}
