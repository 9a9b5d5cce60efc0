using NDSeg.Cpu;
using NDSeg.Cpu.Simd;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;

namespace NDSeg.Benchmarks;

/// <summary>
/// The extended preset and the Mixed Forest: beside today's default and beside the same recipe in Python, and every vector
/// width of the processor beside the scalar code. Steps that are compared with each other run in turn.
/// </summary>
internal sealed class ExtendedRun(BenchmarkJob job, PeerProcess? peer, int runs, int peerRuns)
{
    private const int PaintedPixels = 15_000;

    private static readonly FeatureConfig Extended = FeaturePresets.Find("Extended");

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

    private static SegModel Train(SegModel untrained, SegTrainingData table)
        => ModelTrainer.Train(untrained, table, untrained.Learner.CreateTrainer(DeviceKind.Cpu, table.Names), RunOptions.Default);

    private static SegModel Forest() => new(new ModelParameters("RandomForest", seed: 42).With("MaxDepth", 8));

    private static SegModel Mixed() => new(new ModelParameters("MixedForest", seed: 42));

    private void Run()
    {
        SegImage image = job.Image;
        Load(job);
        SegFeatures? narrow = null;
        SegFeatures? wide = null;
        Row[] stacks = InTurn(
            new Step("stack of 58 maps", () => Replace(ref narrow, engine.ComputeFeatures(image, FeatureConfig.Default, [], RunOptions.Default)), []),
            new Step("stack of 121 maps (Extended)", () => Replace(ref wide, engine.ComputeFeatures(image, Extended, [], RunOptions.Default)), ["extended_features"]));
        using SegFeatures narrowStack = narrow!;
        using SegFeatures wideStack = wide!;
        Keep(stacks[0], string.Empty);
        Keep(stacks[1], Times(stacks[1], stacks[0], "58 maps"));

        SegTrainingData narrowTable = engine.Sample(narrowStack, job.Strokes, RunOptions.Default);
        SegTrainingData wideTable = engine.Sample(wideStack, job.Strokes, RunOptions.Default);
        SegModel forest = Train(Forest(), narrowTable);
        SegModel mixed = Mixed();
        Row fit = InTurn(new Step("Mixed Forest fit", () => mixed = Train(Mixed(), wideTable), ["mixed_fit"]))[0];
        Keep(fit, string.Empty);

        SegSegmentation? labels = null;
        Row[] fused = InTurn(
            new Step("image to forest labels, 58 maps, fused", () => engine.Apply(image, [], forest, PredictionRequest.LabelsOnly, RunOptions.Default), []),
            new Step("image to Mixed Forest labels, 121 maps, fused", () => labels = engine.Apply(image, [], mixed, PredictionRequest.LabelsOnly, RunOptions.Default), ["mixed_apply"]));
        Keep(fused[0], string.Empty);

        // The peer has no fused path: the sum of its own two steps, run by run.
        Row whole = fused[1] with { Peer = [.. fused[1].Peer.Zip(stacks[1].Peer, (apply, maps) => apply + maps)] };
        Keep(whole, $"{Times(fused[1], fused[0], "the forest on 58 maps")}, {Walked(labels!.Labels, wideStack, mixed)}");
        Apply("Mixed Forest labels from the stack", "mixed_apply_all_cores", wideStack, mixed);
        Deep(wideStack, labels.Labels);
        Widths();
    }

    // Deep trees: many painted pixels, spread over the slice and labelled by the model above.
    private void Deep(SegFeatures stack, SegLabels everywhere)
    {
        int pixels = stack.Height * stack.Width;
        var sparse = new byte[pixels];
        for (int k = 0; k < PaintedPixels; k++)
        {
            int position = (int)((long)k * pixels / PaintedPixels);
            sparse[position] = everywhere.Bytes[position];
        }

        SegTrainingData table = engine.Sample(stack, new SegLabels(stack.Height, stack.Width, sparse, everywhere.Classes), RunOptions.Default);
        SegModel model = Train(Mixed(), table);
        NumpyFile.Write(PathOf("deep.npy"), stack.Height, stack.Width, sparse);
        peer?.Seconds("deep_fit", PathOf("deep.npy"));
        int leaves = model.State!.Ensemble.Trees.Max(t => t.LeafCount);
        Apply($"Mixed Forest of {PaintedPixels} painted pixels (up to {leaves} leaves), labels from the stack", "deep_apply_all_cores", stack, model);
        foreach (BenchmarkJob other in BenchmarkJob.Truths())
        {
            using SegFeatures maps = engine.ComputeFeatures(other.Image, Extended, [], RunOptions.Default);
            SegModel own = Train(Mixed(), engine.Sample(maps, other.Strokes, RunOptions.Default));
            Apply($"{other.Name}: Mixed Forest labels from the stack", null, maps, own);
        }
    }

    // Filters only: trees are compiled for one width per process, which NDSEG_SIMD chooses.
    private void Widths()
    {
        SimdWidth[] widths = [.. SimdLevel.Supported];
        foreach ((string step, FeatureConfig config) in new[] { ("stack of 58 maps", FeatureConfig.Default), ("stack of 121 maps", Extended) })
        {
            Row[] timed = InTurn([.. widths.Select(width => new Step($"{width}: {step}", () => Fill(new CpuEngine(width), config), []))]);
            foreach (Row row in timed)
            {
                Keep(row, $"{Row.Median(timed[0].Ours.Zip(row.Ours, (scalar, own) => scalar / own)):F1} x the scalar code");
            }
        }
    }

    private void Fill(CpuEngine own, FeatureConfig config)
        => own.ComputeFeatures(job.Image, config, [], RunOptions.Default).Dispose();

    private void Apply(string step, string? peerStep, SegFeatures stack, SegModel model)
    {
        SegSegmentation? result = null;
        Row row = InTurn(new Step(step, () => result = engine.Apply(stack, model, PredictionRequest.LabelsOnly, RunOptions.Default), peerStep is null ? [] : [peerStep]))[0];
        double share = 1e9 * Row.Median(row.Ours) * Environment.ProcessorCount / ((double)stack.Height * stack.Width);
        string agreement = FormattableString.Invariant($"{share:F0} ns a pixel and core, {Walked(result!.Labels, stack, model)}");
        if (peer is not null && peerStep is not null)
        {
            peer.Seconds("save", peerStep, PathOf("peer.npy"));
            agreement += $", {Same(result.Labels.Bytes, NumpyFile.Read(PathOf("peer.npy")))} with the peer's own model; the peer on all cores";
        }

        Keep(row, agreement);
    }

    private static string Walked(SegLabels labels, SegFeatures stack, SegModel model)
        => $"{Same(labels.Bytes, ExactLabels.Walk((CpuFeatures)stack, model.State!.Ensemble))} with the tree walk";

    private static string Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        long same = 0;
        for (int i = 0; i < a.Length; i++)
        {
            same += a[i] == b[i] ? 1 : 0;
        }

        return same == a.Length ? "100 %" : FormattableString.Invariant($"{100.0 * same / a.Length:F4} %");
    }

    private static string Times(Row row, Row of, string what)
        => FormattableString.Invariant($"{Row.Median(row.Ours.Zip(of.Ours, (a, b) => a / b)):F2} x the time of {what}");

    private static void Replace(ref SegFeatures? kept, SegFeatures next)
    {
        kept?.Dispose();
        kept = next;
    }

    private void Load(BenchmarkJob work)
    {
        NumpyFile.Write(PathOf("image.npy"), work.Image.Height, work.Image.Width, work.Image.Samples<byte>(0));
        NumpyFile.Write(PathOf("labels.npy"), work.Image.Height, work.Image.Width, work.Strokes.Bytes);
        peer?.Seconds("load", PathOf("image.npy"), PathOf("labels.npy"));
    }

    // Every step twice unmeasured (the just-in-time compiler's tiers, the pools), then all steps in turn, run by run.
    private Row[] InTurn(params Step[] steps)
    {
        foreach (Step step in (IEnumerable<Step>)[.. steps, .. steps])
        {
            step.Ours();
        }

        var mine = steps.Select(_ => new List<double>()).ToArray();
        var theirs = steps.Select(_ => new List<double>()).ToArray();
        for (int run = 0; run < runs; run++)
        {
            for (int i = 0; i < steps.Length; i++)
            {
                long start = System.Diagnostics.Stopwatch.GetTimestamp();
                steps[i].Ours();
                mine[i].Add(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            for (int i = 0; i < steps.Length && peer is not null && run < peerRuns; i++)
            {
                if (steps[i].Peer.Length > 0)
                {
                    theirs[i].Add(steps[i].Peer.Sum(s => peer.Seconds(s)));
                }
            }
        }

        return [.. steps.Select((step, i) => new Row(step.Name, mine[i], theirs[i]))];
    }

    private void Keep(Row row, string agreement)
    {
        rows.Add(row with { Agreement = agreement });
        Console.WriteLine(rows[^1]);
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private sealed record Step(string Name, Action Ours, string[] Peer);
}
