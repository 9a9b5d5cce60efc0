using System.Text.Json;
using NDSeg.Cpu;
using NDSeg.Cpu.Simd;
using NDSeg.Filters;
using NDSeg.Filters.Families;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;
using NDSeg.Core.Tests.Training;
using Xunit;

namespace NDSeg.Core.Tests.Filters;

/// <summary>Everything a family needs follows from its definition: a toy that is only registered goes all the way.</summary>
public class FilterRegistryTests
{
    private const int Height = 40;
    private const int Width = 70;

    private static readonly FilterRegistry WithToy = FilterRegistry.Default.With(new ToyFamily());

    private static readonly FeatureConfig ToyConfig = new FeatureConfig(WithToy).With("ToySteps", "ToyRises", "Median").WithOption("ToyFactor", 3) with { Sigmas = [1, 4] };

    public static TheoryData<string> Families => [.. FilterRegistry.Default.Families.Select(f => f.Name)];

    [Fact]
    public void The_families_of_this_version()
        => Assert.Equal(["Original", "Gaussian", "Derivatives", "Discs", "DifferenceOfGaussians", "Membranes", "Bilateral", "Oriented", "Structure", "Tophat", "Deviation"], FilterRegistry.Default.Families.Select(f => f.Name).ToArray());

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_has_maps_a_step_on_every_width_and_names_of_its_own(string name)
    {
        var family = (FilterFamily)FilterRegistry.Default.Families.Single(f => f.Name == name);
        var plan = FeaturePlan.Create(FeatureConfig.Everything);
        FilterTarget[] targets = plan.TargetsOf(0, null).Single(t => t.Family == family).Targets;
        Assert.NotEmpty(targets);
        Assert.All(targets, t => Assert.True(family.CostOf(t.Map) > 0));
        foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
        {
            Assert.NotNull(family.CreateStep(targets, plan.Config.Settings, width));
        }

        string[] filters = [.. targets.Select(t => t.Map.Filter).Distinct()];
        Assert.Equal(family.Switches.Length == 0 ? [name] : family.Switches.Select(s => s.Name).Order(), filters.Order());
        Assert.All(family.Switches, s => Assert.Same(family, FilterRegistry.Default.Families.Single(f => f.Switches.Contains(s))));
        Assert.All(family.Options, o => Assert.Null(o.Problem(o.Default)));
    }

    [Fact]
    public void Maps_of_a_toy_stand_where_the_order_of_maps_puts_them()
    {
        string[] names = [.. FeaturePlan.Create(ToyConfig).Names];
        Assert.Equal(Array.IndexOf(names, "median_1") + 1, Array.IndexOf(names, "toy_rise_1"));
        Assert.Equal("toy_step", names[^1]);
        Assert.DoesNotContain("toy_step", FeaturePlan.Create(ToyConfig.Without("ToySteps")).Names);
    }

    [Fact]
    public void A_toy_goes_through_json_equality_and_validation()
    {
        FeatureConfig read = FeatureConfigJson.Read(Written(ToyConfig), WithToy);
        Assert.Equal(ToyConfig, read);
        Assert.Equal(ToyConfig.GetHashCode(), read.GetHashCode());
        Assert.NotEqual(ToyConfig, read.WithOption("ToyFactor", 4));
        Assert.NotEqual(ToyConfig, read.Without("ToyRises"));
        Assert.Contains("ToyFactor", Assert.Throws<SegException>(() => read.WithOption("ToyFactor", 2.5).Validate()).Message, StringComparison.Ordinal);

        // A file from before the family existed.
        FeatureConfig old = FeatureConfigJson.Read(Written(FeatureConfig.Default), WithToy);
        Assert.Equal(FeaturePlan.Create(FeatureConfig.Default).Names.ToArray(), FeaturePlan.Create(old).Names.ToArray());
        Assert.Throws<SegException>(() => FeatureConfig.Default.With("ToySteps"));
    }

    [Fact]
    public void A_toy_reaches_stacks_training_and_prediction()
    {
        SegImage image = SegImage.FromFloats(Height, Width, [.. Enumerable.Range(0, Height * Width).Select(i => (i % Width < 30 ? 0.2f : 0.7f) + (0.001f * (i * 7919 % 97)))]);
        var engine = new CpuEngine();
        using SegFeatures stack = engine.ComputeFeatures(image, ToyConfig, [], new RunOptions { TileSize = 17 });
        float[] grey = stack.CopyMap("original"), blur = stack.CopyMap("gaussian_4"), rise = stack.CopyMap("toy_rise_4"), step = stack.CopyMap("toy_step");
        for (int i = 0; i < grey.Length; i++)
        {
            Assert.Equal((grey[i] - blur[i]) * 3, rise[i]);
            Assert.Equal((grey[i] - grey[i % Width == Width - 1 ? i : i + 1]) * 3, step[i]);
        }

        var strokes = new byte[Height * Width];
        for (int i = 0; i < 300; i++)
        {
            int at = i * 104729 % strokes.Length;
            strokes[at] = (byte)(at % Width < 30 ? 1 : 2);
        }

        var labels = new SegLabels(Height, Width, strokes, TrainingTables.Classes(1, 2), LabelEncoding.Indexed);
        SegTrainingData data = engine.Sample(image, ToyConfig, [], labels, RunOptions.Default);
        Assert.Equal(stack.Names, data.Names);
        Assert.Equal(engine.Sample(stack, labels, RunOptions.Default).Values, data.Values);
        SegModel model = ModelTrainer.Train(new SegModel(new ModelParameters()), data, new RandomForestTrainer(), RunOptions.Default);
        Assert.Equal(
            engine.Apply(stack, model, PredictionRequest.LabelsOnly, RunOptions.Default).Labels.Bytes,
            engine.Apply(image, [], model, PredictionRequest.LabelsOnly, RunOptions.Default).Labels.Bytes);
    }

    private static JsonElement Written(FeatureConfig config)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            FeatureConfigJson.Write(json, config);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(memory.ToArray()).RootElement.Clone();
    }
}
