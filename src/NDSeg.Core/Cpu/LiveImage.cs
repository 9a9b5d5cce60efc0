using System.Diagnostics;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Simd;
using NDSeg.Cpu.Tiles;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;

namespace NDSeg.Cpu;

/// <summary>
/// An image that is being worked on: map values at single pixels for training, labels of single rectangles, as they are
/// asked for. Both equal what <see cref="CpuEngine"/> gives for the whole image, byte for byte. The image is checked once.
/// Safe to call from several threads.
/// </summary>
public sealed class LiveImage
{
    private const int TileWidth = 256;
    private const int TileHeight = 16;

    private readonly SimdWidth width;
    private readonly SegImage image;
    private readonly IReadOnlyList<SegImage> extras;
    private readonly ImageTiles sampler;
    private readonly Lock gate = new();
    private (SegModel Model, ImageTiles Engine)? latest;

    /// <summary>Checks the image and plans its maps.</summary>
    /// <param name="image">H x W x channels.</param>
    /// <param name="config">Which maps; an unset intensity range is taken from the image where it is needed.</param>
    /// <param name="extras">Extra channels of the same height and width; empty for none.</param>
    /// <exception cref="SegException">NonFinitePixel; ExtraChannelShapeMismatch; InvalidFeatureConfig.</exception>
    public LiveImage(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras)
        : this(image, config, extras, SimdLevel.Current)
    {
    }

    internal LiveImage(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, SimdWidth width)
    {
        Plan = CpuEngine.Prepare(image, config, extras, RunOptions.Default);
        this.image = image;
        this.extras = extras;
        this.width = width;
        sampler = new ImageTiles(image, extras, Plan, wanted: null, width);
    }

    /// <summary>The maps.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>The maps at single pixels; only their surroundings are computed.</summary>
    /// <param name="rows">N rows, ascending.</param>
    /// <param name="columns">N columns, ascending within a row.</param>
    /// <param name="options">Threads, cancellation.</param>
    /// <returns>N x F map values, row-major.</returns>
    /// <exception cref="ArgumentException">Pixels outside the image or out of order.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public float[] Sample(int[] rows, int[] columns, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(options);
        CheckPixels(rows, columns);
        var table = new SampleTiles(rows, columns, Plan.Count, options.TileSize);
        sampler.Run(table.Tiles, table.Open, options);
        return table.Values;
    }

    /// <summary>Labels a rectangle, computing only the maps the model uses.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="region">The rectangle, inside the image.</param>
    /// <param name="request">What to compute beside the labels; smoothing, which reaches across regions, is not possible.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    /// <returns>The result of the rectangle: region height x region width.</returns>
    /// <exception cref="SegException">ModelNotTrained; ChannelMismatch.</exception>
    /// <exception cref="ArgumentException">A region outside the image; smoothing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SegSegmentation Apply(SegModel model, PixelRegion region, PredictionRequest request, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        CheckRegion(region, request);
        long started = Stopwatch.GetTimestamp();
        TrainedState state = ModelMatch.Check(image, extras, model);
        CompiledEnsemble ensemble = model.Compiled();
        ImageTiles source = EngineOf(model, state, ensemble);
        var area = new TileRect(region.X, region.Y, region.Width, region.Height);
        var output = new PredictionOutput(state, request, area);
        bool probabilities = request.Probabilities || request.Uncertainty;
        source.Run(Cut(area, options), () => new PredictConsumer(ensemble, output, probabilities), options);
        return output.ToSegmentation(model, image.Source, image.PixelSize, Stopwatch.GetElapsedTime(started));
    }

    private static TileRect[] Cut(TileRect area, RunOptions options)
    {
        TileRect[] tiles = options.TileSize > 0
            ? TileGrid.Cover(area.Height, area.Width, options.TileSize, options.TileSize)
            : TileGrid.Cover(area.Height, area.Width, TileHeight, TileWidth);
        return Array.ConvertAll(tiles, t => t with { X = t.X + area.X, Y = t.Y + area.Y });
    }

    /// <summary>The filters of the model that was used last are kept: a view is labelled rectangle by rectangle.</summary>
    private ImageTiles EngineOf(SegModel model, TrainedState state, CompiledEnsemble ensemble)
    {
        lock (gate)
        {
            if (latest is { } kept && ReferenceEquals(kept.Model, model))
            {
                return kept.Engine;
            }

            var engine = new ImageTiles(image, extras, state.Plan, ensemble.UsedFeatures, width);
            latest = (model, engine);
            return engine;
        }
    }

    private void CheckPixels(int[] rows, int[] columns)
    {
        if (rows.Length != columns.Length)
        {
            throw new ArgumentException($"Expected as many columns as rows, found {columns.Length} and {rows.Length}.", nameof(columns));
        }

        for (int i = 0; i < rows.Length; i++)
        {
            bool inside = (uint)rows[i] < (uint)image.Height && (uint)columns[i] < (uint)image.Width;
            bool ascending = i == 0 || rows[i] > rows[i - 1] || (rows[i] == rows[i - 1] && columns[i] > columns[i - 1]);
            if (!inside || !ascending)
            {
                throw new ArgumentException($"Expected pixels inside {image.Shape} in row-major order, found row {rows[i]}, column {columns[i]} at place {i}.", nameof(rows));
            }
        }
    }

    private void CheckRegion(PixelRegion region, PredictionRequest request)
    {
        if (region.X < 0 || region.Y < 0 || region.Width < 1 || region.Height < 1
            || (long)region.X + region.Width > image.Width || (long)region.Y + region.Height > image.Height)
        {
            throw new ArgumentException($"Expected a region inside {image.Shape}, found {region}.", nameof(region));
        }

        if (request.SmoothingSigma > 0)
        {
            throw new ArgumentException("Expected no smoothing for a region: apply the model to the whole image instead.", nameof(request));
        }
    }
}
