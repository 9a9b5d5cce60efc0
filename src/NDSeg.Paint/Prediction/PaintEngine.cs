using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Paint.Display;
using NDSeg.Paint.Slices;
using NDSeg.Paint.Strokes;
using NDSeg.Quality;
using NDSeg.Segmentation;
using NDSeg.Storage;
using NDSeg.Training;

namespace NDSeg.Paint.Prediction;

/// <summary>
/// All that the painter asks of the filters and learners: maps at pixels, a model from them, labels of a tile, where to paint
/// next, and the model that goes to a file.
/// </summary>
/// <param name="slices">The images.</param>
/// <param name="config">Which maps.</param>
/// <param name="untrained">The learner and its hyper-parameters.</param>
/// <param name="threads">Worker threads; 0 for all cores.</param>
internal sealed class PaintEngine(SliceSource slices, FeatureConfig config, SegModel untrained, int threads)
{
    private const int KeptImages = 3;

    /// <summary>Bytes that maps may take between two strokes: a quarter of the memory, and no more than this.</summary>
    private const long MostMapBytes = 2L << 30;

    private readonly long mapBytes = Math.Min(MostMapBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    private readonly Lock gate = new();
    private readonly LinkedList<(int Slice, LiveImage Image)> images = [];
    private readonly FeatureConfig given = config;
    private FeatureConfig resolved = config;

    /// <summary>Rows of a slice.</summary>
    public int Height => slices.Height;

    /// <summary>Columns of a slice.</summary>
    public int Width => slices.Width;

    /// <summary>How many tiles have room for their maps.</summary>
    public int KeptTiles => (int)(mapBytes / ((long)TileGeometry.Edge * TileGeometry.Edge * sizeof(float) * Plan(0).Count));

    /// <summary>Whether every class counts the same, however many pixels are painted of it.</summary>
    public bool IsBalanced => untrained.Parameters.ClassWeight == ClassWeighting.Balanced;

    /// <summary>The maps.</summary>
    public FeaturePlan Plan(int slice) => Live(slice).Plan;

    /// <summary>The maps at pixels of a slice; N x F.</summary>
    public float[] Sample(int slice, int[] rows, int[] columns, CancellationToken cancellation)
        => Live(slice).Sample(rows, columns, Options(cancellation));

    /// <summary>A model of a table.</summary>
    public SegModel Train(SegTrainingData data, CancellationToken cancellation)
        => ModelTrainer.Train(untrained, data, untrained.Learner.CreateTrainer(DeviceKind.Cpu, data.Names), Options(cancellation));

    /// <summary>The labels of a block of tiles of level 0, row by row.</summary>
    /// <param name="learned">The model and its class numbers.</param>
    /// <param name="slice">The slice.</param>
    /// <param name="block">The tiles; those beyond the image are left out.</param>
    /// <param name="doubt">Whether to compute how sure the model is.</param>
    /// <param name="keep">Whether to keep the maps for the next model.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public IEnumerable<(int X, int Y, LabelTile Tile)> Label(LearnedModel learned, int slice, TileBlock block, bool doubt, bool keep, CancellationToken cancellation)
    {
        PixelRegion region = RegionOf(block);
        SegSegmentation result = Live(slice).Apply(learned.Model, region, new PredictionRequest(Uncertainty: doubt), Options(cancellation), keep);
        for (int row = 0; row < region.Height; row += TileGeometry.Edge)
        {
            for (int column = 0; column < region.Width; column += TileGeometry.Edge)
            {
                yield return ((region.X + column) >> TileGeometry.Shift, (region.Y + row) >> TileGeometry.Shift, Cut(learned, result, row, column));
            }
        }
    }

    /// <summary>Computes and keeps the maps of a block of tiles, before there is a model.</summary>
    public void Prepare(int slice, TileBlock block, CancellationToken cancellation) => Live(slice).Prepare(RegionOf(block), Options(cancellation));

    /// <summary>Where the next strokes would help most, inside a region.</summary>
    public IReadOnlyList<LabelSuggestion> Suggest(LearnedModel learned, int slice, PixelRegion region, SegLabels strokes, int count, CancellationToken cancellation)
    {
        RunOptions options = Options(cancellation);
        SegSegmentation result = Live(slice).Apply(learned.Model, region, new PredictionRequest(Uncertainty: true), options, keep: false);
        return [.. LabelSuggestion.Find(result, strokes, count, minimumArea: 20, options).Select(s => s with { Row = s.Row + region.Y, Column = s.Column + region.X, Top = s.Top + region.Y, Left = s.Left + region.X })];
    }

    /// <summary>
    /// The model of all painted pixels: what Invoke-SegTraining makes of the images and the label maps, in that order.
    /// </summary>
    public SegModel TrainOnAll(IReadOnlyList<(SegImage Image, SegLabels Labels)> painted, CancellationToken cancellation)
    {
        RunOptions options = Options(cancellation);
        var engine = new CpuEngine();
        var tables = new List<SegTrainingData>();
        FeatureConfig shared = given;
        foreach ((SegImage image, SegLabels labels) in painted)
        {
            tables.Add(WithFiles(engine.Sample(image, shared, [], labels, options), image.Source, labels.Source, cancellation));
            shared = tables[^1].Plan.Config;
        }

        return Train(TrainingTable.Concat(tables), cancellation);
    }

    private static SegTrainingData WithFiles(SegTrainingData data, ImageSource image, ImageSource labels, CancellationToken cancellation)
    {
        List<FileFingerprint> files = [.. data.Files];
        foreach ((string role, ImageSource source) in new[] { ("image", image), ("labels", labels) })
        {
            if (source.Path is string path && Path.Exists(path))
            {
                files.Add(FileFingerprint.OfInput(path, role, source.ToString(), cancellation));
            }
        }

        return new SegTrainingData(data.Values, data.Targets, data.Plan, data.Classes, data.Encoding, data.Rows, data.Columns, data.Images, files);
    }

    /// <summary>One tile of a result, from a row and a column of it on.</summary>
    private static LabelTile Cut(LearnedModel learned, SegSegmentation result, int top, int left)
    {
        var labels = new byte[TileGeometry.Edge * TileGeometry.Edge];
        byte[]? doubts = result.Margin is null ? null : new byte[labels.Length];
        var pixels = new long[StrokeBook.ClassLimit];
        int columns = Math.Min(TileGeometry.Edge, result.Width - left);
        for (int row = 0; row < Math.Min(TileGeometry.Edge, result.Height - top); row++)
        {
            int from = ((top + row) * result.Width) + left;
            int to = row << TileGeometry.Shift;
            for (int column = 0; column < columns; column++)
            {
                byte one = learned.Numbers[result.Labels.At(from + column)];
                labels[to + column] = one;
                pixels[one]++;
                if (doubts is not null)
                {
                    doubts[to + column] = (byte)(1.5f + (254 * (1 - result.Margin![from + column])));
                }
            }
        }

        return new LabelTile(learned.Number, labels, doubts, pixels);
    }

    private PixelRegion RegionOf(TileBlock block)
    {
        int x = block.X << TileGeometry.Shift;
        int y = block.Y << TileGeometry.Shift;
        return new PixelRegion(x, y, Math.Min(block.Columns << TileGeometry.Shift, Width - x), Math.Min(block.Rows << TileGeometry.Shift, Height - y));
    }

    private RunOptions Options(CancellationToken cancellation) => new() { Threads = threads, Cancellation = cancellation };

    private LiveImage Live(int slice)
    {
        lock (gate)
        {
            LinkedListNode<(int Slice, LiveImage Image)>? node = images.First;
            while (node is not null && node.Value.Slice != slice)
            {
                node = node.Next;
            }

            if (node is not null)
            {
                if (node != images.First)
                {
                    images.First!.Value.Image.Release();
                    images.Remove(node);
                    images.AddFirst(node);
                }

                return node.Value.Image;
            }

            // One slice at a time has its maps kept.
            images.First?.Value.Image.Release();
            var live = new LiveImage(slices.Read(slice), resolved, [], mapBytes);

            // The intensity range of the first image that is used holds for all of them.
            resolved = live.Plan.Config;
            images.AddFirst((slice, live));
            if (images.Count > KeptImages)
            {
                images.RemoveLast();
            }

            return live;
        }
    }
}
