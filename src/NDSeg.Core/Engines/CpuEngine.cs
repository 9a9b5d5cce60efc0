using NDSeg.Features;
using NDSeg.Features.Kernels;
using NDSeg.Features.Simd;
using NDSeg.Imaging;
using NDSeg.Models;
using NDSeg.Tiling;
using NDSeg.Training;

namespace NDSeg.Engines;

/// <summary>The backend on the processor: vectorised, multi-threaded, the same bytes for every tile size, thread count and instruction set.</summary>
public sealed class CpuEngine : ISegEngine
{
    /// <summary>Stacks from this size on are written past the caches.</summary>
    private const long StreamFrom = 24L << 20;

    private const int StackTileWidth = 448;
    private const int StackTileHeight = 32;

    private readonly FilterKernels kernels;

    /// <summary>Chooses the best kernels for this processor; the variable NDSEG_SIMD (512, 256, 128, scalar) narrows the choice.</summary>
    public CpuEngine()
        : this(FilterKernels.Best)
    {
    }

    internal CpuEngine(SimdWidth level)
        : this(FilterKernels.Create(level))
    {
    }

    private CpuEngine(FilterKernels kernels)
    {
        this.kernels = kernels;
    }

    /// <inheritdoc/>
    public DeviceKind Device => DeviceKind.Cpu;

    /// <inheritdoc/>
    public string DeviceName => "cpu";

    /// <inheritdoc/>
    public SegFeatures ComputeFeatures(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, RunOptions options)
    {
        FeaturePlan plan = Prepare(image, config, extras, options);
        PlaneBuffer buffer = PlaneBuffer.Rent(plan.Count, image.Height, image.Width);
        try
        {
            RowPlanes stack = buffer.View;
            bool streams = buffer.ByteCount >= StreamFrom;
            var engine = new TileEngine(image, extras, plan, wanted: null, kernels);
            engine.Run(Tiles(image, StackTileHeight, StackTileWidth, options), () => new StackWorker(stack, streams), options);
            return new CpuFeatures(image, plan, buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public SegTrainingData Sample(SegFeatures features, SegLabels labels, RunOptions options) => throw new NotImplementedException();

    /// <inheritdoc/>
    public SegTrainingData Sample(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, SegLabels labels, RunOptions options)
        => throw new NotImplementedException();

    /// <inheritdoc/>
    public SegSegmentation Apply(SegFeatures features, SegModel model, PredictionRequest request, RunOptions options)
        => throw new NotImplementedException();

    /// <inheritdoc/>
    public SegSegmentation Apply(SegImage image, IReadOnlyList<SegImage> extras, SegModel model, PredictionRequest request, RunOptions options)
        => throw new NotImplementedException();

    private static FeaturePlan Prepare(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(extras);
        ArgumentNullException.ThrowIfNull(options);
        options.Cancellation.ThrowIfCancellationRequested();
        InputCheck.Finite(image);
        InputCheck.Extras(image, extras);
        return FeaturePlan.Create(ByteMapping.Resolve(config, image), image.Channels, [.. extras.SelectMany(e => e.ChannelNames)]);
    }

    private static TileRect[] Tiles(SegImage image, int height, int width, RunOptions options)
        => options.TileSize > 0
            ? TileGrid.Cover(image.Height, image.Width, options.TileSize, options.TileSize)
            : TileGrid.Cover(image.Height, image.Width, height, width);
}
