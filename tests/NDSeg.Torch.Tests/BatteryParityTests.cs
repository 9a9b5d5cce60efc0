using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.TestData;
using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.Torch.Tests;

/// <summary>One model on the battery slice gives the same labels with both engines, on at least 99.99 % of pixels.</summary>
public class BatteryParityTests
{
    private const double LeastAgreement = 0.9999;

    [TorchFact(Shared = true)]
    public void Forest_trained_on_one_engine_labels_alike_on_both()
    {
        SegImage image = Slice();
        SegLabels strokes = LabelReader.Read(SharedData.PathOf("data/battery/Battery_21700_labels.tif"));
        var other = new CpuEngine();
        var engine = new TorchEngine("cpu");
        using SegFeatures stack = engine.ComputeFeatures(image, FeatureConfig.Default, [], RunOptions.Default);
        SegTrainingData rows = engine.Sample(stack, strokes, RunOptions.Default);
        SegTrainingData otherRows = other.Sample(image, FeatureConfig.Default, [], strokes, RunOptions.Default);
        Assert.Equal(974, rows.SampleCount);
        Assert.Equal(otherRows.Values, rows.Values);
        SegModel model = ModelTrainer.Train(new SegModel(new ModelParameters(seed: 3)), rows, new RandomForestTrainer(), RunOptions.Default);
        Agree(other.Apply(image, [], model, PredictionRequest.LabelsOnly, RunOptions.Default), engine.Apply(stack, model, PredictionRequest.LabelsOnly, RunOptions.Default));
    }

    [TorchFact(Shared = true)]
    public void Booster_labels_alike_on_both()
    {
        SegImage image = Slice();
        TreeEnsemble ensemble = XGBoostJson.Parse(File.ReadAllBytes(SharedData.PathOf("reference/battery_xgboost_hist.json")));
        SegModel model = RandomEnsemble.Model(ensemble, FeaturePlan.Create(FeatureConfig.Default));
        SegSegmentation expected = new CpuEngine().Apply(image, [], model, PredictionRequest.LabelsOnly, RunOptions.Default);
        Agree(expected, new TorchEngine("cpu").Apply(image, [], model, PredictionRequest.LabelsOnly, RunOptions.Default));
    }

    private static SegImage Slice() => ImageReader.Read(SharedData.PathOf("data/battery/Battery_21700.tif")).Single();

    private static void Agree(SegSegmentation expected, SegSegmentation found)
    {
        Assert.Equal(1568 * 1568, found.Labels.Bytes.Length);
        int equal = expected.Labels.Bytes.ToArray().Zip(found.Labels.Bytes.ToArray(), (a, b) => a == b ? 1 : 0).Sum();
        Assert.True(equal >= LeastAgreement * 1568 * 1568, $"{equal} of {1568 * 1568} labels agree");
    }
}
