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
/// asked for. Both equal what <see cref="CpuEngine"/> gives for the whole image, byte for byte. The image is checked once, and
/// maps that were computed are kept as far as there is room, for the next model. Safe to call from several threads.
/// </summary>
public sealed class LiveImage
{
    private const int TileWidth = 256;
    private const int TileHeight = 16;

    private readonly SimdWidth width;
    private readonly SegImage image;
    private readonly IReadOnlyList<SegImage> extras;
    private readonly ImageTiles sampler;
    private readonly KeptMaps kept;
    private readonly Lock keeping = new();
    private readonly Lock gate = new();
    private (SegModel Model, ImageTiles Engine)? latest;

    /// <summary>Checks the image and plans its maps.</summary>
    /// <param name="image">H x W x channels.</param>
    /// <param name="config">Which maps; an unset intensity range is taken from the image where it is needed.</param>
    /// <param name="extras">Extra channels of the same height and width; empty for none.</param>
    /// <param name="mostBytes">Bytes that kept maps may take; 0 keeps none.</param>
    /// <exception cref="SegException">NonFinitePixel; ExtraChannelShapeMismatch; InvalidFeatureConfig.</exception>
    public LiveImage(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, long mostBytes = 0)
        : this(image, config, extras, mostBytes, SimdLevel.Current)
    {
    }

    internal LiveImage(SegImage image, FeatureConfig config, IReadOnlyList<SegImage> extras, long mostBytes, SimdWidth width)
    {
        Plan = CpuEngine.Prepare(image, config, extras, RunOptions.Default);
        this.image = image;
        this.extras = extras;
        this.width = width;
        sampler = new ImageTiles(image, extras, Plan, wanted: null, width);
        kept = new KeptMaps(sampler, Plan.Count, image.Height, image.Width, mostBytes);
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
        var table = new SampleTiles(rows, columns, Plan.Count, options.TileSize, sampler.KeepsRows, image.Width);
        lock (keeping)
        {
            TileRect[] there = [.. table.Tiles.Where(t => kept.Holds(t))];
            kept.Run(there, table.Open, options);
            sampler.Run([.. table.Tiles.Except(there)], table.Open, options);
        }

        return table.Values;
    }

    /// <summary>Computes and keeps the maps of a rectangle, as far as there is room, before a model asks for them.</summary>
    /// <param name="region">The rectangle, inside the image.</param>
    /// <param name="options">Threads, cancellation.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what is finished stays.</exception>
    public void Prepare(PixelRegion region, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckRegion(region, PredictionRequest.LabelsOnly);
        lock (keeping)
        {
            kept.TryFill(new TileRect(region.X, region.Y, region.Width, region.Height), options);
        }
    }

    /// <summary>Gives the memory of kept maps back.</summary>
    public void Release()
    {
        lock (keeping)
        {
            kept.Clear();
        }
    }

    /// <summary>Labels a rectangle, computing only the maps the model uses.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="region">The rectangle, inside the image.</param>
    /// <param name="request">What to compute beside the labels; smoothing, which reaches across regions, is not possible.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    /// <param name="keep">Whether to keep the maps of the rectangle for the next model, as far as there is room.</param>
    /// <returns>The result of the rectangle: region height x region width.</returns>
    /// <exception cref="SegException">ModelNotTrained; ChannelMismatch.</exception>
    /// <exception cref="ArgumentException">A region outside the image; smoothing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SegSegmentation Apply(SegModel model, PixelRegion region, PredictionRequest request, RunOptions options, bool keep = true)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        CheckRegion(region, request);
        long started = Stopwatch.GetTimestamp();
        TrainedState state = ModelMatch.Check(image, extras, model);
        CompiledEnsemble ensemble = model.Compiled();
        var area = new TileRect(region.X, region.Y, region.Width, region.Height);
        var output = new PredictionOutput(state, request, area);
        bool probabilities = request.Probabilities || request.Uncertainty;
        TileConsumer Open() => new PredictConsumer(ensemble, output, probabilities);
        lock (keeping)
        {
            // The model's maps, in its order, are the image's own where it was trained on them.
            if (keep && state.Plan.Names.SequenceEqual(Plan.Names) && state.Plan.Config.Equals(Plan.Config) && options.TileSize == 0 && kept.TryFill(area, options))
            {
                kept.Run(CutCells(area), Open, options);
                return output.ToSegmentation(model, image.Source, image.PixelSize, Stopwatch.GetElapsedTime(started));
            }
        }

        EngineOf(model, state, ensemble).Run(Cut(area, options), Open, options);
        return output.ToSegmentation(model, image.Source, image.PixelSize, Stopwatch.GetElapsedTime(started));
    }

    private static TileRect[] Cut(TileRect area, RunOptions options)
    {
        TileRect[] tiles = options.TileSize > 0
            ? TileGrid.Cover(area.Height, area.Width, options.TileSize, options.TileSize)
            : TileGrid.Cover(area.Height, area.Width, TileHeight, TileWidth);
        return Array.ConvertAll(tiles, t => t with { X = t.X + area.X, Y = t.Y + area.Y });
    }

    /// <summary>Tiles that lie in one cell each.</summary>
    private static TileRect[] CutCells(TileRect area)
    {
        var tiles = new List<TileRect>();
        int right = area.X + area.Width;
        int bottom = area.Y + area.Height;
        for (int y = area.Y; y < bottom; y = Math.Min(bottom, (y / TileHeight * TileHeight) + TileHeight))
        {
            for (int x = area.X; x < right; x = (x / KeptMaps.CellEdge * KeptMaps.CellEdge) + KeptMaps.CellEdge)
            {
                int nextX = Math.Min(right, (x / KeptMaps.CellEdge * KeptMaps.CellEdge) + KeptMaps.CellEdge);
                int nextY = Math.Min(bottom, (y / TileHeight * TileHeight) + TileHeight);
                tiles.Add(new TileRect(x, y, nextX - x, nextY - y));
            }
        }

        return [.. tiles];
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
