using System.Diagnostics;
using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;
using NDSeg.XGBoost.Native;
using NDSeg.XGBoost;

namespace NDSeg.Benchmarks;

/// <summary>
/// The table: every step of NDSeg and of the Python peer in turn, run by run, in one process each, so that a drift of
/// the machine's speed touches both. Nothing is kept between runs but the inputs of a step.
/// </summary>
internal sealed class TableRun(BenchmarkJob job, PeerProcess? peer, int runs)
{
    private readonly Dictionary<string, double[]> peerSeconds = [];
    private readonly CpuEngine engine = new();
    private readonly List<Row> rows = [];
    private readonly string folder = Directory.CreateTempSubdirectory("ndseg-bench-").FullName;

    public IReadOnlyList<Row> Execute()
    {
        try
        {
            Run();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return rows;
    }

    private static SegModel Untrained(string algorithm, int trees = 100)
        => new(new ModelParameters(algorithm: algorithm, seed: 42).With("MaxDepth", 8).With("Trees", trees));

    private static long Matching(SegLabels a, ReadOnlySpan<byte> b)
    {
        long same = 0;
        ReadOnlySpan<byte> left = a.Bytes;
        for (int i = 0; i < left.Length; i++)
        {
            same += left[i] == b[i] ? 1 : 0;
        }

        return same;
    }

    private void Run()
    {
        SegImage image = job.Image;
        RunOptions options = RunOptions.Default;
        NumpyFile.Write(PathOf("image.npy"), image.Height, image.Width, image.Samples<byte>(0));
        NumpyFile.Write(PathOf("labels.npy"), image.Height, image.Width, job.Strokes.Bytes);
        peer?.Seconds("load", PathOf("image.npy"), PathOf("labels.npy"));

        SegFeatures? kept = null;
        Compare("features, whole stack written", "features", () =>
        {
            kept?.Dispose();
            kept = engine.ComputeFeatures(image, FeatureConfig.Default, [], options);
        });
        using SegFeatures stack = kept!;
        SegTrainingData table = engine.Sample(stack, job.Strokes, options);

        SegModel forest = Untrained("RandomForest");
        var forestTrainer = new RandomForestTrainer();
        SegModel fitted = forest;
        Compare("forest fit", "forest_fit", () => fitted = ModelTrainer.Train(forest, table, forestTrainer, options));
        forest = fitted;
        Measure("forest, image + strokes to model", () => ModelTrainer.Train(Untrained("RandomForest"), engine.Sample(image, FeatureConfig.Default, [], job.Strokes, options), forestTrainer, options));

        SegLabels forestLabels = Apply("forest labels from the stack", "forest_apply", stack, forest);
        Apply("the same, against n_jobs=-1", "forest_apply_all_cores", stack, forest);

        SegModel? booster = null;
        SegLabels? boosterLabels = null;
        if (XGBoostLibrary.Probe().Found)
        {
            booster = Untrained("XGBoost");
            var trainer = new XGBoostTrainer();
            Compare("XGBoost fit", "xgboost_fit", () => fitted = ModelTrainer.Train(booster, table, trainer, options));
            booster = fitted;
            boosterLabels = Apply("XGBoost labels from the stack", "xgboost_apply", stack, booster);
            Apply("the same, against inplace_predict", "xgboost_inplace", stack, booster);
        }

        Fused("image to forest labels, fused", image, forest, forestLabels, ["features", "forest_apply"]);
        if (booster is not null)
        {
            Fused("image to XGBoost labels, fused", image, booster, boosterLabels!, ["features", "xgboost_apply"]);
        }

        LargeForest(stack, boosterLabels ?? forestLabels);
        stack.Dispose();
        NoiseImage(forest, booster);
    }

    private void LargeForest(SegFeatures stack, SegLabels everywhere)
    {
        // 50,000 labelled pixels spread over the slice, labelled by the model above.
        int pixels = stack.Height * stack.Width;
        var sparse = new byte[pixels];
        for (int k = 0; k < 50_000; k++)
        {
            int position = (int)((long)k * pixels / 50_000);
            sparse[position] = everywhere.Bytes[position];
        }

        var labels = new SegLabels(stack.Height, stack.Width, sparse, everywhere.Classes);
        SegTrainingData table = engine.Sample(stack, labels, RunOptions.Default);
        SegModel model = ModelTrainer.Train(Untrained("RandomForest", trees: 500), table, new RandomForestTrainer(), RunOptions.Default);
        NumpyFile.Write(PathOf("big.npy"), stack.Height, stack.Width, sparse);
        peer?.Seconds("big_fit", PathOf("big.npy"));
        int leaves = model.State!.Ensemble.Trees.Max(t => t.LeafCount);
        Apply($"large forest (500 trees, up to {leaves} leaves, 50,000 pixels)", "big_apply", stack, model, count: Math.Min(runs, 2));
        Apply("the same, against n_jobs=-1", "big_apply_all_cores", stack, model, count: Math.Min(runs, 2));
    }

    private void NoiseImage(SegModel forest, SegModel? booster)
    {
        SegImage noise = BenchmarkJob.Noise(job.Image.Height, job.Image.Width);
        peer?.Seconds("noise", "7");
        using SegFeatures stack = engine.ComputeFeatures(noise, FeatureConfig.Default, [], RunOptions.Default);
        Apply("noise image: forest labels from the stack", "forest_apply", stack, forest, sameMaps: false);
        if (booster is not null)
        {
            Apply("noise image: XGBoost labels from the stack", "xgboost_apply", stack, booster, sameMaps: false);
        }
    }

    private SegLabels Apply(string step, string peerStep, SegFeatures stack, SegModel model, bool sameMaps = true, int? count = null)
    {
        SegSegmentation? result = null;
        Row row = Compare(step, peerStep, () => result = engine.Apply(stack, model, PredictionRequest.LabelsOnly, RunOptions.Default), count);
        SegLabels labels = result!.Labels;
        byte[] walked = ExactLabels.Walk((CpuFeatures)stack, model.State!.Ensemble);
        string agreement = $"{Percent(Matching(labels, walked), walked.Length)} with the tree walk";
        if (peer is not null && sameMaps)
        {
            peer.Seconds("save", peerStep, PathOf("peer.npy"));
            agreement += $", {Percent(Matching(labels, NumpyFile.Read(PathOf("peer.npy"))), walked.Length)} with the peer's own model";
        }

        rows[rows.IndexOf(row)] = row with { Agreement = agreement };
        Console.WriteLine($"  {agreement}");
        return labels;
    }

    private void Fused(string step, SegImage image, SegModel model, SegLabels expected, string[] peerSteps)
    {
        SegSegmentation? result = null;
        Row row = Compare(step, [], () => result = engine.Apply(image, [], model, PredictionRequest.LabelsOnly, RunOptions.Default));
        if (peer is not null)
        {
            // The peer has no fused path: the sum of its own two steps, run by run, as measured above.
            row = rows[^1] = row with { Peer = [.. Enumerable.Range(0, runs).Select(run => peerSteps.Sum(s => peerSeconds[s][run]))] };
        }

        rows[rows.IndexOf(row)] = row with { Agreement = $"{Percent(Matching(result!.Labels, expected.Bytes), expected.Bytes.Length)} with the labels from the stack" };
    }

    private void Measure(string step, Action ours) => Compare(step, [], ours);

    private Row Compare(string step, string peerStep, Action ours, int? count = null) => Compare(step, [peerStep], ours, count);

    private Row Compare(string step, string[] peerSteps, Action ours, int? count = null)
    {
        ours(); // warm-up: the just-in-time compiler's tiers and the pools
        ours();
        var mine = new List<double>();
        var theirs = new List<double>();
        for (int run = 0; run < (count ?? runs); run++)
        {
            long start = Stopwatch.GetTimestamp();
            ours();
            mine.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (peer is not null && peerSteps.Length > 0)
            {
                theirs.Add(peerSteps.Sum(s => peer.Seconds(s)));
            }
        }

        if (peerSteps.Length == 1)
        {
            peerSeconds[peerSteps[0]] = [.. theirs];
        }

        var row = new Row(step, mine, theirs);
        rows.Add(row);
        Console.WriteLine(row);
        return row;
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private static string Percent(long part, long whole) => part == whole ? "100 %" : $"{100.0 * part / whole:F4} %";
}
