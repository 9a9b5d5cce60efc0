using System.Diagnostics;
using System.Globalization;
using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;

namespace NDSeg.Benchmarks;

/// <summary>
/// Peak memory, each figure from a child process of its own: the fused apply of a large image, and the classical
/// workflow with its stack.
/// </summary>
internal static class MemoryRun
{
    /// <summary>Runs <c>fused EDGE</c>, <c>extended EDGE</c> or <c>stack</c> in a child and gives its answer line.</summary>
    public static string InChild(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["memory", .. arguments]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        return child.ExitCode == 0 ? output : throw new InvalidOperationException($"memory {string.Join(' ', arguments)}: exit code {child.ExitCode}");
    }

    /// <summary>Labels an image of edge x edge pixels and compares crops of the result with the crops labelled alone.</summary>
    public static void Fused(int edge)
        => Fused(edge, FeatureConfig.Default, new ModelParameters(seed: 42), string.Empty);

    /// <summary>The same with the Mixed Forest on the extended preset.</summary>
    public static void Extended(int edge)
        => Fused(edge, FeaturePresets.Find("Extended"), new ModelParameters("MixedForest", seed: 42), ", Mixed Forest on the extended maps");

    private static void Fused(int edge, FeatureConfig config, ModelParameters parameters, string what)
    {
        BenchmarkJob job = BenchmarkJob.Load();
        var engine = new CpuEngine();
        var untrained = new SegModel(parameters);
        SegTrainingData table = engine.Sample(job.Image, config, [], job.Strokes, RunOptions.Default);
        SegModel model = ModelTrainer.Train(untrained, table, untrained.Learner.CreateTrainer(DeviceKind.Cpu, table.Names), RunOptions.Default);
        SegImage image = Tile(job.Image, edge);
        double before = PeakMegabytes();
        SegSegmentation result = engine.Apply(image, [], model, PredictionRequest.LabelsOnly, RunOptions.Default);
        double after = PeakMegabytes();
        long differing = CropDifferences(engine, model, image, result.Labels);
        double data = 2.0 * edge * edge / (1 << 20);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{edge} x {edge}{what}: {result.Duration.TotalSeconds:F2} s, peak {after:F0} MB in the process (image + labels {data:F0} MB; {before:F0} MB before the call), {differing} differing pixels in crops"));
    }

    /// <summary>Labels a volume of depth x edge x edge voxels whose slices are made when they are asked for.</summary>
    public static void Volume(int edge, int depth)
    {
        var engine = new CpuVolumeEngine();
        SegModel model = SyntheticVolume.Train(engine, 128);
        using Process self = Process.GetCurrentProcess();
        double before = PeakMegabytes();
        TimeSpan busy = self.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        var results = new VolumeLabels(keep: false);
        engine.Apply(SyntheticVolume.Of(depth, edge), [], model, PredictionRequest.LabelsOnly, results, RunOptions.Default);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        self.Refresh();
        double cores = (self.TotalProcessorTime - busy).TotalSeconds / seconds;
        double voxels = (double)depth * edge * edge;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"volume of {depth} x {edge} x {edge}: {seconds:F2} s, {voxels / seconds / 1e6:F2} million voxels a second, {cores:F2} of {Environment.ProcessorCount} cores busy, peak {PeakMegabytes():F0} MB in the process ({before:F0} MB before the call; one byte per voxel of image and labels {2 * voxels / (1 << 20):F0} MB)"));
    }

    /// <summary>The classical workflow: stack, forest, labels.</summary>
    public static void Stack()
    {
        BenchmarkJob job = BenchmarkJob.Load();
        var engine = new CpuEngine();
        using SegFeatures stack = engine.ComputeFeatures(job.Image, FeatureConfig.Default, [], RunOptions.Default);
        var untrained = new SegModel(new ModelParameters(seed: 42));
        SegModel model = ModelTrainer.Train(untrained, engine.Sample(stack, job.Strokes, RunOptions.Default), new RandomForestTrainer(), RunOptions.Default);
        engine.Apply(stack, model, PredictionRequest.LabelsOnly, RunOptions.Default);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"classical workflow with its stack of {stack.Shape}: peak {PeakMegabytes():F0} MB"));
    }

    private static SegImage Tile(SegImage image, int edge)
    {
        ReadOnlySpan<byte> source = image.Samples<byte>(0);
        var samples = new byte[(long)edge * edge];
        for (int y = 0; y < edge; y++)
        {
            ReadOnlySpan<byte> row = source.Slice(y % image.Height * image.Width, image.Width);
            for (int x = 0; x < edge; x += image.Width)
            {
                row[..Math.Min(image.Width, edge - x)].CopyTo(samples.AsSpan((y * edge) + x));
            }
        }

        return SegImage.FromBytes(edge, edge, samples);
    }

    private static long CropDifferences(CpuEngine engine, SegModel model, SegImage image, SegLabels labels)
    {
        const int Crop = 640;
        const int Margin = 256; // beyond the widest halo, so that the crop's own border plays no part
        long differing = 0;
        foreach (int at in new[] { 0, (image.Width / 2) - 300, image.Width - Crop })
        {
            int origin = at & ~7; // where blocks of the pyramid begin, so that the crop averages the same blocks
            var samples = new byte[Crop * Crop];
            for (int y = 0; y < Crop; y++)
            {
                image.Samples<byte>(0).Slice(((origin + y) * image.Width) + origin, Crop).CopyTo(samples.AsSpan(y * Crop));
            }

            SegLabels alone = engine.Apply(SegImage.FromBytes(Crop, Crop, samples), [], model, PredictionRequest.LabelsOnly, RunOptions.Default).Labels;
            for (int y = Margin; y < Crop - Margin; y++)
            {
                for (int x = Margin; x < Crop - Margin; x++)
                {
                    differing += alone[y, x] == labels[origin + y, origin + x] ? 0 : 1;
                }
            }
        }

        return differing;
    }

    private static double PeakMegabytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / (double)(1 << 20);
    }
}
