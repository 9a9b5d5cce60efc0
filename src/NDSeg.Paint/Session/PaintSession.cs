using NDSeg.Images;
using NDSeg.Paint.Classes;
using NDSeg.Paint.Display;
using NDSeg.Paint.Prediction;
using NDSeg.Paint.Saving;
using NDSeg.Paint.Slices;
using NDSeg.Paint.Strokes;
using NDSeg.Quality;

namespace NDSeg.Paint.Session;

/// <summary>One image being painted: strokes, classes, labels, and the pages that show them. Safe to call from several threads.</summary>
internal sealed partial class PaintSession : ILabelAudience, IDisposable
{
    /// <summary>Suggestions are looked for in at most this many pixels along an axis.</summary>
    private const int SuggestionSpan = 2048;

    private readonly Lock gate = new();
    private readonly SliceSource slices;
    private readonly PaintEngine engine;
    private readonly SaveTargets targets;
    private readonly StrokeBook book;
    private readonly ClassList classes = new();
    private readonly LabelStore store = new();
    private readonly LabelWorker worker;
    private readonly Autosaver autosave;
    private readonly StepLog steps = new();
    private readonly StrokeState? offer;
    private bool offerOpen;

    /// <summary>Opens a session.</summary>
    /// <param name="slices">The images.</param>
    /// <param name="engine">What learns and labels.</param>
    /// <param name="targets">The files that saving writes.</param>
    /// <param name="labels">Strokes to go on from, by slice; null for none.</param>
    /// <param name="classNames">Names of the classes to begin with where there are no strokes; null for two.</param>
    /// <param name="continues">Whether the strokes to go on from are what the label file holds.</param>
    /// <exception cref="SegException">LabelShapeMismatch; TooManyClasses; InvalidClassName.</exception>
    public PaintSession(SliceSource slices, PaintEngine engine, SaveTargets targets, IReadOnlyList<SegLabels>? labels, IReadOnlyList<string>? classNames, bool continues)
    {
        this.slices = slices;
        this.engine = engine;
        this.targets = targets;
        book = new StrokeBook(slices.Height, slices.Width);
        if (labels is not null)
        {
            EarlierLabels.Load(labels, slices, book, classes);
        }

        labelsAt = continues ? Now : null;
        foreach (string name in classNames ?? (labels is null ? ["class 1", "class 2"] : []))
        {
            if (!classes.All.Any(c => c.Name == name))
            {
                classes.Add(name);
            }
        }

        safeAt = Now;
        offer = AutosaveFile.Offer(targets.Autosave, slices.Height, slices.Width, slices.Count);
        offerOpen = offer is not null;
        autosave = new Autosaver(targets.Autosave, CopyUnsaved, StatusChanged);
        Pages = new PageList(store, ColorTable);
        worker = new LabelWorker(engine, store, this);
        worker.StrokesChanged(book.Version, null);
    }

    /// <summary>The open pages.</summary>
    public PageList Pages { get; }

    /// <inheritdoc/>
    public IReadOnlyList<PageView> Views => [.. Pages.All.Select(p => p.View)];

    /// <summary>Where to paint next, in the middle of what a page shows.</summary>
    /// <exception cref="SegException">ModelNotTrained.</exception>
    public IReadOnlyList<LabelSuggestion> Suggest(int slice, int centreX, int centreY, CancellationToken cancellation)
    {
        LearnedModel learned = worker.Learned
            ?? throw new SegException("ModelNotTrained", SegErrorKind.InvalidState, "Expected strokes of two classes, found fewer.", "Paint a second class first.");
        int width = Math.Min(slices.Width, SuggestionSpan);
        int height = Math.Min(slices.Height, SuggestionSpan);
        var region = new PixelRegion(Math.Clamp(centreX - (width / 2), 0, slices.Width - width), Math.Clamp(centreY - (height / 2), 0, slices.Height - height), width, height);
        SegLabels strokes;
        lock (gate)
        {
            strokes = StrokeCrop.Of(book.Plane(slice), region, classes);
        }

        return engine.Suggest(learned, slice, region, strokes, 5, cancellation);
    }

    /// <summary>A tile of strokes.</summary>
    public byte[] StrokeTile(int slice, int level, int x, int y)
    {
        lock (gate)
        {
            return book.Plane(slice) is { } plane ? ClassTiles.Strokes(plane.Tile, level, x, y) : new byte[TileGeometry.Edge * TileGeometry.Edge];
        }
    }

    /// <summary>All that the side of a page shows.</summary>
    public object Status(int slice)
    {
        LearnedModel? learned = worker.Learned;
        (long[] labelled, int tiles) = store.Count(slice, learned?.Number ?? 0);
        lock (gate)
        {
            return new
            {
                type = "state",
                version = book.Version,
                classVersion = classes.Version,
                saved = IsSaved,
                labelsSaved = LabelsAreSaved,
                changed = HasUnsaved,
                undo = book.UndoCount,
                redo = book.RedoCount,
                painted = book.Painted,
                classes = classes.All.Select(c => new { c.Number, c.Value, c.Name, color = c.Color.ToString(), pixels = book.PixelsOf(c.Number), labelled = labelled[c.Number] }),
                labelledShare = (double)tiles / (TileGeometry.Count(slices.Width, 0) * TileGeometry.Count(slices.Height, 0)),
                model = learned is null ? null : ModelStatus(learned),
                message = worker.Message,
                warnings = Advice.Of(book, classes, autosave.Failure),
                busy = worker.IsBusy,
                latency = new { model = worker.Latency.Model, view = worker.Latency.View },
                offer = offerOpen && offer is not null ? new { pixels = offer.Pixels, classes = offer.Classes.Count, when = File.GetLastWriteTime(targets.Autosave).ToString("g", System.Globalization.CultureInfo.CurrentCulture) } : null,
            };
        }
    }

    /// <inheritdoc/>
    public TrainingPixels Choose(int most)
    {
        lock (gate)
        {
            return TrainingPixels.Choose(book, classes, most, engine.IsBalanced);
        }
    }

    /// <inheritdoc/>
    public void TileReady(int slice, int tileX, int tileY) => Pages.SendTile(slice, tileX, tileY);

    /// <inheritdoc/>
    public void Flush() => Pages.Flush();

    /// <inheritdoc/>
    public void StatusChanged()
    {
        foreach (PageConnection page in Pages?.All ?? [])
        {
            page.Send(Status(page.View.Slice));
        }
    }

    /// <summary>A page shows something else.</summary>
    public void ViewChanged() => worker.ViewsChanged();

    /// <summary>Ends the work; keeps unsaved strokes.</summary>
    public void Dispose()
    {
        Keep();
        worker.Dispose();
        autosave.Dispose();
    }

    private static object ModelStatus(LearnedModel learned) => new
    {
        learned.Number,
        learned.Version,
        learned.Pixels,
        complete = learned.IsComplete,
        outOfBag = learned.Model.State!.Summary.OutOfBagAccuracy,
        accuracy = learned.Model.State.Summary.TrainingAccuracy,
    };

    private RgbColor[] ColorTable()
    {
        var table = new RgbColor[StrokeBook.ClassLimit];
        lock (gate)
        {
            foreach (PaintClass one in classes.All)
            {
                table[one.Number] = one.Color;
            }
        }

        return table;
    }
}
