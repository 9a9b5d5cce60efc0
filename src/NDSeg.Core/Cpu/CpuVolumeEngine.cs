using System.Diagnostics;
using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Simd;
using NDSeg.Cpu.Volumes;
using NDSeg.Filters;
using NDSeg.Filters.Volumes;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;

namespace NDSeg.Cpu;

/// <summary>
/// Maps of volumes in three dimensions on the processor: in blocks, slice by slice, so that memory does not grow with the number of
/// slices; the same bytes for every block, thread count and instruction set. Sigmas are in x pixels; the other axes are scaled by the
/// voxel size of the volume, else by that of the training volume, else all axes are taken to be alike.
/// </summary>
public sealed class CpuVolumeEngine
{
    // Maps of a slab of stacks that are computed before the first is handed on.
    private const long StackBytes = 512L << 20;

    private readonly SimdWidth width;

    /// <summary>Chooses the best kernels for this processor; the variable NDSEG_SIMD (512, 256, 128, scalar) narrows the choice.</summary>
    public CpuVolumeEngine()
        : this(SimdLevel.Current)
    {
    }

    internal CpuVolumeEngine(SimdWidth width)
    {
        this.width = width;
    }

    /// <summary>Bytes that the stacks of all slices take together.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="config">Which maps.</param>
    /// <param name="extras">Extra channels.</param>
    public static long StackSize(SegVolume volume, FeatureConfig config, IReadOnlyList<SegVolume> extras)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return volume.Voxels * sizeof(float) * PlanOf(volume, config, extras).Count;
    }

    /// <summary>Computes every map of the configuration, a stack of C x Y x X maps for every slice, in order.</summary>
    /// <param name="volume">Z x Y x X x channels.</param>
    /// <param name="config">Which maps.</param>
    /// <param name="extras">Extra channels: volumes of the same shape; empty for none.</param>
    /// <param name="receive">Gets the stacks, which it then owns.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">DimensionMismatch; NonFinitePixel; ExtraChannelShapeMismatch; InvalidFeatureConfig; what reading a slice throws.</exception>
    public void ComputeFeatures(SegVolume volume, FeatureConfig config, IReadOnlyList<SegVolume> extras, Action<SegFeatures> receive, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(receive);
        ArgumentNullException.ThrowIfNull(options);
        FeaturePlan plan = PlanOf(volume, config, extras);
        var slices = new SliceWindow(volume, mends: false);
        SliceWindow[] others = [.. extras.Select(e => new SliceWindow(e, mends: false))];
        var source = new VolumeBlocks(slices, others, plan, plan.Config.VoxelRatio!.Value, wanted: null, width);
        int most = options.TileSize > 0 ? options.TileSize : (int)Math.Clamp(StackBytes / (StackSize(volume, config, extras) / volume.Depth), 4, 64);
        var progress = new BlockProgress(volume.Voxels, options.Progress);
        foreach ((int first, int depth) in VolumeCut.Slabs(Enumerable.Range(0, volume.Depth), most))
        {
            PlaneBuffer[] stacks = [.. Enumerable.Range(0, depth).Select(_ => PlaneBuffer.Rent(plan.Count, volume.Height, volume.Width))];
            int handed = 0;
            try
            {
                source.Run(VolumeCut.Blocks(volume, first, depth, options.TileSize), () => new StackConsumer(first, stacks, plan.Count), options, progress);
                for (; handed < depth; handed++)
                {
                    options.Cancellation.ThrowIfCancellationRequested();
                    receive(new CpuFeatures(slices.Slice(first + handed), plan, stacks[handed]));
                }
            }
            finally
            {
                Array.ForEach(stacks[handed..], s => s.Dispose());
            }

            Forget(slices, others, first + depth - source.Reach);
        }
    }

    /// <summary>The labelled rows of a volume, computing maps only around labelled voxels.</summary>
    /// <param name="volume">Z x Y x X x channels.</param>
    /// <param name="config">Which maps; an unset voxel ratio is taken from the volume.</param>
    /// <param name="extras">Extra channels: volumes of the same shape; empty for none.</param>
    /// <param name="labels">Labels of all voxels, or strokes on some slices.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">DimensionMismatch; LabelShapeMismatch; NoLabelledPixels; NonFinitePixel; ExtraChannelShapeMismatch; what reading a slice throws.</exception>
    public SegTrainingData Sample(SegVolume volume, FeatureConfig config, IReadOnlyList<SegVolume> extras, SegLabelVolume labels, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FeaturePlan plan = PlanOf(volume, config, extras);
        var voxels = LabelledVoxels.Find(labels, volume, options.Cancellation);
        var slices = new SliceWindow(volume, mends: false);
        SliceWindow[] others = [.. extras.Select(e => new SliceWindow(e, mends: false))];
        var source = new VolumeBlocks(slices, others, plan, plan.Config.VoxelRatio!.Value, wanted: null, width);
        var table = new SampleBlocks(voxels, plan.Count, options.TileSize);
        var progress = new BlockProgress(table.Blocks.Sum(b => BlockProgress.SizeOf(b, b.Depth)), options.Progress);

        // Blocks that begin with the same slices run together, so that memory holds the slices around them only.
        foreach (IGrouping<int, VolumeBlock> together in table.Blocks.GroupBy(b => b.Z).OrderBy(g => g.Key))
        {
            Forget(slices, others, together.Key - source.Reach);
            source.Run([.. together], table.Open, options, progress);
        }

        return voxels.ToTrainingData(table.Values, plan);
    }

    /// <summary>Labels every voxel, computing only the maps the model uses; results come slice by slice, in order.</summary>
    /// <param name="volume">Z x Y x X x channels; its finished slices are left out.</param>
    /// <param name="extras">Extra channels: volumes of the same shape; empty for none.</param>
    /// <param name="model">A model trained on maps of volumes.</param>
    /// <param name="request">What to compute beside the labels.</param>
    /// <param name="results">Gets the results and is told of damaged slices.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">ModelNotTrained; DimensionMismatch; ChannelMismatch; ExtraChannelShapeMismatch; SmoothNotSupported; what reading throws when no slice is readable.</exception>
    public void Apply(SegVolume volume, IReadOnlyList<SegVolume> extras, SegModel model, PredictionRequest request, IVolumeResults results, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(options);
        TrainedState state = ModelMatch.Check(volume, extras, model);
        CheckExtras(volume, extras);
        if (request.SmoothingSigma > 0)
        {
            throw new SegException("SmoothNotSupported", SegErrorKind.NotSupported, FormattableString.Invariant($"Expected no blur of probabilities with maps of volumes, found one of {request.SmoothingSigma} pixels."), "Leave -Smooth out, or pass the labels through Optimize-SegLabels.");
        }

        var slices = new SliceWindow(volume, mends: true);
        SliceWindow[] others = [.. extras.Select(e => new SliceWindow(e, mends: true))];
        CompiledEnsemble ensemble = model.Compiled();
        var source = new VolumeBlocks(slices, others, state.Plan, RatioOf(volume, state.Plan.Config), ensemble.UsedFeatures, width);
        int resultBytes = (state.Classes.Count > byte.MaxValue ? 2 : 1) + (request.Probabilities ? 4 * state.Classes.Count : 0) + (request.Uncertainty ? 8 : 0);
        int most = options.TileSize > 0 ? options.TileSize : VolumeCut.SlabDepth([volume, .. extras], source.Reach, resultBytes);
        int[] open = [.. Enumerable.Range(0, volume.Depth).Except(volume.Finished)];
        if (open.Length == 0)
        {
            // The end of the pipeline has to hear of the volume once to close it.
            open = [volume.Finished[0]];
        }

        var progress = new BlockProgress((long)open.Length * volume.Height * volume.Width, options.Progress);
        foreach ((int first, int depth) in VolumeCut.Slabs(open, most))
        {
            long started = Stopwatch.GetTimestamp();
            Forget(slices, others, first - source.Reach);
            PredictionOutput[] outputs = [.. Enumerable.Range(0, depth).Select(_ => new PredictionOutput(state, request, volume.Height, volume.Width))];
            bool probabilities = request.Probabilities || request.Uncertainty;
            source.Run(VolumeCut.Blocks(volume, first, depth, options.TileSize), () => new VolumePredictor(ensemble, first, outputs, probabilities), options, progress);
            TimeSpan each = Stopwatch.GetElapsedTime(started) / depth;
            for (int i = 0; i < depth; i++)
            {
                int z = first + i;
                if (new[] { slices }.Concat(others).FirstOrDefault(s => s.FailureOf(z) is not null) is { } damaged)
                {
                    results.Damaged(damaged.FailureOf(z)!, damaged.Volume.Source with { SliceIndex = damaged.Volume.FirstSlice + z });
                    continue;
                }

                SegImage slice = slices.Slice(z);
                results.Add(outputs[i].ToSegmentation(model, slice.Source, slice.PixelSize, each).InSeries(slice.Series));
            }
        }
    }

    private static FeaturePlan PlanOf(SegVolume volume, FeatureConfig config, IReadOnlyList<SegVolume> extras)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(extras);
        config.Validate();
        ModelMatch.RequireDimensions(config, 3, volume.Source);
        CheckExtras(volume, extras);
        return FeaturePlan.Create(config with { VoxelRatio = RatioOf(volume, config) }, volume.Channels, [.. extras.SelectMany(e => e.ChannelNames)]);
    }

    private static VoxelRatio RatioOf(SegVolume volume, FeatureConfig config) => volume.VoxelSize?.Ratio ?? config.VoxelRatio ?? VoxelRatio.Isotropic;

    private static void CheckExtras(SegVolume volume, IReadOnlyList<SegVolume> extras)
    {
        foreach (SegVolume extra in extras)
        {
            if (extra.Depth != volume.Depth || extra.Height != volume.Height || extra.Width != volume.Width)
            {
                throw new SegException(
                    "ExtraChannelShapeMismatch",
                    SegErrorKind.ShapeMismatch,
                    $"Expected extra channels of {volume.Depth} x {volume.Height} x {volume.Width} voxels like the volume {volume.Source}, found {extra.Shape} in {extra.Source}.",
                    "Resample or crop the extra channels to the volume.");
            }
        }
    }

    private static void Forget(SliceWindow slices, SliceWindow[] others, int below)
    {
        slices.Forget(below);
        Array.ForEach(others, o => o.Forget(below));
    }
}
