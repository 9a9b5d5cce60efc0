using System.Diagnostics;
using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.TestData;
using NDSeg.Torch;
using NDSeg.Training;
using NDSeg.Trees;
using NDSeg.XGBoost.Native;
using NDSeg.XGBoost;

namespace NDSeg.Benchmarks;

/// <summary>
/// The tensor backend on one device: warm, every run synchronised at its end, labels compared with the processor's
/// engine. The booster is trained where XGBoost is found, else the reference model of the shared data stands in.
/// </summary>
internal sealed class TorchRun(BenchmarkJob job, string device, int runs)
{
    private const int WarmUps = 3;

    private readonly TorchEngine engine = new(device);
    private readonly CpuEngine processor = new();
    private readonly List<Row> rows = [];

    public IReadOnlyList<Row> Execute()
    {
        SegImage image = job.Image;
        SegFeatures? kept = null;
        Measure("features", () =>
        {
            kept?.Dispose();
            kept = engine.ComputeFeatures(image, FeatureConfig.Default, [], RunOptions.Default);
        });
        using SegFeatures stack = kept!;
        SegTrainingData? table = null;
        Measure("training rows from the stack", () => table = engine.Sample(stack, job.Strokes, RunOptions.Default));
        Compare(stack);

        var untrained = new SegModel(new ModelParameters(seed: 42).With("MaxDepth", 8));
        Model("forest", stack, ModelTrainer.Train(untrained, table!, new RandomForestTrainer(), RunOptions.Default));
        if (Booster(stack, table!) is { } booster)
        {
            Model("XGBoost", stack, booster);
        }

        return rows;
    }

    private static SegModel? Booster(SegFeatures stack, SegTrainingData table)
    {
        var parameters = new ModelParameters("XGBoost", seed: 42).With("MaxDepth", 8);
        if (XGBoostLibrary.Probe().Found)
        {
            return ModelTrainer.Train(new SegModel(parameters), table, new XGBoostTrainer(), RunOptions.Default);
        }

        if (SharedData.Root is null)
        {
            return null;
        }

        byte[] json = File.ReadAllBytes(SharedData.PathOf("reference/battery_xgboost_hist.json"));
        var summary = new TrainingSummary(table.SampleCount, [], [], 1, null, [], null, []);
        return new SegModel(parameters, new TrainedState(stack.Plan, table.Classes, table.Encoding, XGBoostJson.Parse(json), json, new double[stack.Count], summary));
    }

    private void Model(string name, SegFeatures stack, SegModel model)
    {
        SegSegmentation expected = processor.Apply(job.Image, [], model, PredictionRequest.LabelsOnly, RunOptions.Default);
        SegSegmentation? result = null;
        Measure($"{name} labels from the stack", () => result = engine.Apply(stack, model, PredictionRequest.LabelsOnly, RunOptions.Default), () => Agreement(expected, result!));
        Measure($"image to {name} labels, both transfers", () => result = engine.Apply(job.Image, [], model, PredictionRequest.LabelsOnly, RunOptions.Default), () => Agreement(expected, result!));
    }

    // The worst map, as a share of its range.
    private void Compare(SegFeatures stack)
    {
        using SegFeatures expected = processor.ComputeFeatures(job.Image, FeatureConfig.Default, [], RunOptions.Default);
        double worst = 0;
        string name = "none";
        for (int map = 0; map < stack.Count; map++)
        {
            float[] a = expected.CopyMap(map);
            float[] b = stack.CopyMap(map);
            float range = a.Max() - a.Min();
            for (int i = 0; i < a.Length; i++)
            {
                double off = Math.Abs((double)a[i] - b[i]) / range;
                if (off > worst)
                {
                    (worst, name) = (off, stack.Names[map]);
                }
            }
        }

        Console.WriteLine(FormattableString.Invariant($"Largest deviation from the processor's maps: {worst:g3} of the range ({name})."));
    }

    private static string Agreement(SegSegmentation expected, SegSegmentation found)
    {
        ReadOnlySpan<byte> a = expected.Labels.Bytes;
        ReadOnlySpan<byte> b = found.Labels.Bytes;
        int different = 0;
        for (int i = 0; i < a.Length; i++)
        {
            different += a[i] == b[i] ? 0 : 1;
        }

        return FormattableString.Invariant($"{different} of {a.Length} labels differ from the processor's");
    }

    private void Measure(string step, Action action, Func<string>? agreement = null)
    {
        var seconds = new List<double>();
        for (int run = -WarmUps; run < runs; run++)
        {
            engine.Synchronize();
            long started = Stopwatch.GetTimestamp();
            action();
            engine.Synchronize();
            if (run >= 0)
            {
                seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }

        var row = new Row($"{engine.DeviceName}: {step}", seconds, [], agreement?.Invoke() ?? string.Empty);
        Console.WriteLine(row);
        rows.Add(row);
    }
}
