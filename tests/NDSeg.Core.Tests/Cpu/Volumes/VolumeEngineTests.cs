using NDSeg.Cpu;
using NDSeg.Cpu.Simd;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;
using NDSeg.Core.Tests.Filters.Volumes;
using Xunit;

namespace NDSeg.Core.Tests.Cpu.Volumes;

/// <summary>Training on volumes and labelling them: the same however they are cut, and what happens to bad slices.</summary>
public sealed class VolumeEngineTests
{
    private static readonly FeatureConfig Config = FeatureConfig.Volume with { Sigmas = [1, 2] };
    private static readonly SegClass[] Classes = [new(1, 1, "dark", new RgbColor(200, 0, 0)), new(2, 2, "bright", new RgbColor(0, 200, 0))];

    private readonly SegVolume volume = TestVolumes.Noise(14, 30, 75, new VoxelSize(1.5, 1, 1));

    [Fact]
    public void The_table_holds_the_values_of_the_maps_at_the_strokes()
    {
        SegLabelVolume strokes = Strokes(3, 9);
        float[][] maps = TestVolumes.Maps(volume, Config, SimdLevel.Current);
        foreach (int edge in new[] { 0, 7 })
        {
            SegTrainingData table = new CpuVolumeEngine().Sample(volume, Config, [], strokes, new RunOptions { TileSize = edge, Threads = 2 });
            Assert.Equal([3, 9], table.Images.Distinct());
            for (int i = 0; i < table.SampleCount; i++)
            {
                int at = (((table.Images[i] * 30) + table.Rows[i]) * 75) + table.Columns[i];
                Assert.Equal(maps.Select(m => m[at]), table.Values.AsSpan(i * table.FeatureCount, table.FeatureCount).ToArray());
            }

            Assert.Equal(new VoxelRatio(1.5, 1), table.Plan.Config.VoxelRatio);
        }
    }

    [Fact]
    public void Labels_are_the_same_for_every_cut_and_number_of_threads_and_those_of_the_maps()
    {
        SegModel model = Train(volume);
        byte[][] expected = Apply(volume, model, new RunOptions { Threads = 1 });
        Assert.Equal(14, expected.Length);
        foreach ((int threads, int edge) in new[] { (2, 0), (3, 5), (1, 16) })
        {
            Assert.Equal(expected, Apply(volume, model, new RunOptions { Threads = threads, TileSize = edge }));
        }

        int z = 0;
        new CpuVolumeEngine().ComputeFeatures(
            volume,
            Config,
            [],
            stack =>
            {
                Assert.Equal(expected[z++], new CpuEngine().Apply(stack, model, PredictionRequest.LabelsOnly, RunOptions.Default).Labels.Bytes.ToArray());
                stack.Dispose();
            },
            RunOptions.Default);
        Assert.Equal(14, z);
    }

    [Fact]
    public void A_volume_of_unknown_size_takes_the_ratio_of_the_training_volume()
    {
        SegModel model = Train(volume);
        SegVolume unknown = TestVolumes.Noise(14, 30, 75);
        Assert.Equal(Apply(volume, model, RunOptions.Default), Apply(unknown, model, RunOptions.Default));
        Assert.NotEqual(Apply(volume, model, RunOptions.Default), Apply(TestVolumes.Noise(14, 30, 75, new VoxelSize(1, 1, 1)), model, RunOptions.Default));
    }

    [Fact]
    public void A_bad_slice_is_told_of_and_the_nearest_readable_one_stands_for_it()
    {
        SegModel model = Train(volume);
        SegVolume hurt = Replaced(5, _ => throw new SegException("CorruptImage", SegErrorKind.InvalidData, "Broken."));
        SegVolume mended = Replaced(5, z => volume.ReadSlice(z - 1));
        var results = new Results();
        new CpuVolumeEngine().Apply(hurt, [], model, PredictionRequest.LabelsOnly, results, new RunOptions { TileSize = 4 });
        Assert.Equal(["CorruptImage in 5"], results.Damages);
        Assert.Equal(Enumerable.Range(0, 14).Except([5]), results.Slices.Select(s => s.Series!.Ordinal));
        byte[][] expected = Apply(mended, model, RunOptions.Default);
        Assert.Equal(expected.Where((_, z) => z != 5), results.Slices.Select(s => s.Labels.Bytes.ToArray()));

        // Nothing is guessed where a model is trained.
        Assert.Equal("CorruptImage", Assert.Throws<SegException>(() => new CpuVolumeEngine().Sample(hurt, Config, [], Strokes(3, 9), RunOptions.Default)).Id);
    }

    [Fact]
    public void A_volume_without_a_readable_slice_says_why()
    {
        var dead = new SegVolume(3, 30, 75, PixelType.UInt8, ["c0"], _ => throw new SegException("CorruptImage", SegErrorKind.InvalidData, "Broken."));
        Assert.Equal("CorruptImage", Assert.Throws<SegException>(() => Apply(dead, Train(volume), RunOptions.Default)).Id);
    }

    [Fact]
    public void A_voxel_that_is_no_number_is_named_with_its_slice()
    {
        var samples = new float[4 * 5 * 6];
        samples[(2 * 30) + (3 * 6) + 4] = float.NaN;
        SegException failure = Assert.Throws<SegException>(() => TestVolumes.Maps(TestVolumes.OfFloats(4, 5, 6, samples), Config, SimdLevel.Current));
        Assert.Equal("NonFinitePixel", failure.Id);
        Assert.Contains("slice 2, row 3, column 4", failure.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Finished_slices_are_left_out_and_one_is_given_when_all_are()
    {
        SegModel model = Train(volume);
        byte[][] all = Apply(volume, model, RunOptions.Default);
        var results = new Results();
        new CpuVolumeEngine().Apply(Continued([0, 1, 2, 7]), [], model, PredictionRequest.LabelsOnly, results, RunOptions.Default);
        Assert.Equal([3, 4, 5, 6, 8, 9, 10, 11, 12, 13], results.Slices.Select(s => s.Series!.Ordinal));
        Assert.Equal(results.Slices.Select(s => all[s.Series!.Ordinal]), results.Slices.Select(s => s.Labels.Bytes.ToArray()));
        Assert.Equal([0, 1, 2, 7], results.Slices[0].Series!.Finished);

        results = new Results();
        new CpuVolumeEngine().Apply(Continued([.. Enumerable.Range(0, 14)]), [], model, PredictionRequest.LabelsOnly, results, RunOptions.Default);
        Assert.Equal([0], results.Slices.Select(s => s.Series!.Ordinal));
    }

    [Fact]
    public void A_slab_holds_the_slices_around_it_only()
    {
        // Slices are made when they are asked for; how many are alive tells what the engine holds on to.
        SegModel model = Train(volume);
        var alive = new List<WeakReference>();
        int most = 0;
        SegImage Read(int z)
        {
            byte[] samples = [.. Enumerable.Range(0, 256).Select(i => (byte)((i * 7) + z))];
            lock (alive)
            {
                GC.Collect();
                alive.RemoveAll(r => !r.IsAlive);
                alive.Add(new WeakReference(samples));
                most = Math.Max(most, alive.Count);
            }

            return SegImage.FromBytes(16, 16, samples);
        }

        var deep = new SegVolume(300, 16, 16, PixelType.UInt8, ["c0"], Read, voxelSize: new VoxelSize(1, 1, 1));
        new CpuVolumeEngine().Apply(deep, [], model, PredictionRequest.LabelsOnly, new Results(keep: false), new RunOptions { TileSize = 16, Threads = 1 });
        Assert.InRange(most, 16, 80);
    }

    [Fact]
    public void Cancelling_ends_the_work()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Apply(volume, Train(volume), new RunOptions { Cancellation = source.Token }));
    }

    private static SegModel Train(SegVolume on)
    {
        SegTrainingData table = new CpuVolumeEngine().Sample(on, Config, [], Strokes(3, 9), RunOptions.Default);
        return ModelTrainer.Train(new SegModel(new ModelParameters("RandomForest", seed: 3).With("Trees", 10)), table, new RandomForestTrainer(), RunOptions.Default);
    }

    private static SegLabelVolume Strokes(params int[] slices)
    {
        SegVolume noise = TestVolumes.Noise(14, 30, 75);
        return SegLabelVolume.Sparse(14, [.. slices.Select(z =>
        {
            SegImage image = noise.ReadSlice(z);
            var strokes = new byte[30 * 75];
            for (int i = 0; i < strokes.Length; i++)
            {
                strokes[i] = i / 75 % 6 != 2 ? (byte)0 : image.Samples<byte>(0)[i] > 120 ? (byte)2 : (byte)1;
            }

            return (z, new SegLabels(30, 75, strokes, Classes));
        })]);
    }

    private static byte[][] Apply(SegVolume on, SegModel model, RunOptions options)
    {
        var results = new Results();
        new CpuVolumeEngine().Apply(on, [], model, PredictionRequest.LabelsOnly, results, options);
        return [.. results.Slices.Select(s => s.Labels.Bytes.ToArray())];
    }

    private SegVolume Replaced(int slice, Func<int, SegImage> read)
        => new(14, 30, 75, PixelType.UInt8, ["c0"], z => z == slice ? read(z) : volume.ReadSlice(z), voxelSize: volume.VoxelSize);

    private SegVolume Continued(int[] finished)
        => new(14, 30, 75, PixelType.UInt8, ["c0"], volume.ReadSlice, voxelSize: volume.VoxelSize) { Finished = finished };

    private sealed class Results(bool keep = true) : IVolumeResults
    {
        internal List<SegSegmentation> Slices { get; } = [];

        internal List<string> Damages { get; } = [];

        public void Add(SegSegmentation result)
        {
            if (keep)
            {
                Slices.Add(result);
            }
        }

        public void Damaged(SegException failure, ImageSource slice) => Damages.Add($"{failure.Id} in {slice.SliceIndex}");
    }
}
