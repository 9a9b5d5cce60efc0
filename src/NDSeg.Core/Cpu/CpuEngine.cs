using System.Diagnostics;
using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Simd;
using NDSeg.Cpu.Tiles;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;
using NDSeg.Training;

namespace NDSeg.Cpu;

/// <summary>The backend on the processor: vectorised, multi-threaded, the same bytes for every tile size, thread count and instruction set.</summary>
public sealed class CpuEngine : ISegEngine
{
    /// <summary>Stacks from this size on are written past the caches.</summary>
    private const long StreamFrom = 24L << 20;

    private const int StackTileWidth = 448;
    private const int StackTileHeight = 32;
    private const int PredictTileWidth = 256;
    private const int PredictTileHeight = 16;

    private readonly SimdWidth width;

    /// <summary>Chooses the best kernels for this processor; the variable NDSEG_SIMD (512, 256, 128, scalar) narrows the choice.</summary>
    public CpuEngine()
        : this(SimdLevel.Current)
    {
    }

    internal CpuEngine(SimdWidth width)
    {
        this.width = width;
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
            bool bypassCache = buffer.ByteCount >= StreamFrom;
            var tiles = new ImageTiles(image, extras, plan, wanted: null, width);
            tiles.Fill(Tiles(image.Height, image.Width, StackTileHeight, StackTileWidth, options), buffer.View, bypassCache, options);
            return new CpuFeatures(image, plan, buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public SegTrainingData Sample(SegFeatures features, SegLabels labels, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CpuFeatures own = Own(features);
        LabelledPixels pixels = LabelledPixels.Find(labels, features.Height, features.Width, features.Source);
        var table = new SampleTiles(pixels.Rows, pixels.Columns, features.Count, options.TileSize, strips: false, features.Width);
        new StackTiles(own.View).Run(table.Tiles, table.Open, options);
        GC.KeepAlive(own);
        return pixels.ToTrainingData(table.Values, features.Plan);
    }

    /// <inheritdoc/>
    public SegTrainingData Sample(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, SegLabels labels, RunOptions options)
    {
        FeaturePlan plan = Prepare(image, config, extras, options);
        LabelledPixels pixels = LabelledPixels.Find(labels, image.Height, image.Width, image.Source);
        var source = new ImageTiles(image, extras, plan, wanted: null, width);
        var table = new SampleTiles(pixels.Rows, pixels.Columns, plan.Count, options.TileSize, source.KeepsRows, image.Width);
        source.Run(table.Tiles, table.Open, options);
        return pixels.ToTrainingData(table.Values, plan);
    }

    /// <inheritdoc/>
    public SegSegmentation Apply(SegFeatures features, SegModel model, PredictionRequest request, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        long started = Stopwatch.GetTimestamp();
        CpuFeatures own = Own(features);
        TrainedState state = ModelMatch.Check(features, model);
        PredictionOutput output = Predict(new StackTiles(own.View), state, model, features.Height, features.Width, request, options);
        GC.KeepAlive(own);
        return output.ToSegmentation(model, features.Source, features.PixelSize, Stopwatch.GetElapsedTime(started));
    }

    /// <inheritdoc/>
    public SegSegmentation Apply(SegImage image, IReadOnlyList<SegImage> extras, SegModel model, PredictionRequest request, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        long started = Stopwatch.GetTimestamp();
        TrainedState state = ModelMatch.Check(image, extras, model);
        InputCheck.Finite(image);
        InputCheck.Extras(image, extras);
        var source = new ImageTiles(image, extras, state.Plan, model.Compiled().UsedFeatures, width);
        PredictionOutput output = Predict(source, state, model, image.Height, image.Width, request, options);
        return output.ToSegmentation(model, image.Source, image.PixelSize, Stopwatch.GetElapsedTime(started));
    }

    private static CpuFeatures Own(SegFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features as CpuFeatures
            ?? throw new SegException("WrongDevice", SegErrorKind.InvalidArgument, $"Expected maps on cpu, found maps on {features.DeviceName}.", "Compute them with the same -Device.");
    }

    internal static FeaturePlan Prepare(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(extras);
        ArgumentNullException.ThrowIfNull(options);
        options.Cancellation.ThrowIfCancellationRequested();
        config.Validate();
        ModelMatch.RequireDimensions(config, 2, image.Source);
        InputCheck.Finite(image);
        InputCheck.Extras(image, extras);
        return FeaturePlan.Create(ByteMapping.Resolve(config, image), image.Channels, [.. extras.SelectMany(e => e.ChannelNames)]);
    }

    private static TileRect[] Tiles(int imageHeight, int imageWidth, int height, int width, RunOptions options)
        => options.TileSize > 0
            ? TileGrid.Cover(imageHeight, imageWidth, options.TileSize, options.TileSize)
            : TileGrid.Cover(imageHeight, imageWidth, height, width);

    private PredictionOutput Predict(ITileSource source, TrainedState state, SegModel model, int height, int columns, PredictionRequest request, RunOptions options)
    {
        CompiledEnsemble ensemble = model.Compiled();
        var output = new PredictionOutput(state, request, height, columns);
        TileRect[] Cut(int rows) => Tiles(rows, columns, PredictTileHeight, PredictTileWidth, options);
        if (request.SmoothingSigma > 0)
        {
            using var smoothed = new SmoothedPrediction(width, ensemble, output, height, columns, request.SmoothingSigma);
            smoothed.Run(source, Cut, options);
        }
        else
        {
            bool probabilities = request.Probabilities || request.Uncertainty;
            source.Run(Cut(height), () => new PredictConsumer(ensemble, output, probabilities), options);
        }

        return output;
    }
}
