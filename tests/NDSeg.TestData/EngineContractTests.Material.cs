using System.Collections.Immutable;
using System.Globalization;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.TestData;

/// <summary>Images, labels, models and comparisons of the contract.</summary>
public abstract partial class EngineContractTests
{
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
    protected static SegModel Model(FeaturePlan plan, TreeEnsemble ensemble, int[]? samples = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(ensemble);
        int classes = ensemble.ClassCount;
        var summary = new TrainingSummary(classes, samples ?? new int[classes], new double[classes], 1, null, [], null, []);
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
