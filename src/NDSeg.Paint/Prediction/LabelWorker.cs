using System.Diagnostics;
using NDSeg.Paint.Display;

namespace NDSeg.Paint.Prediction;

/// <summary>
/// Keeps labels up with strokes, on a thread of its own: learns from a choice of the painted pixels, labels what is visible, from
/// the last stroke outwards, then learns from more pixels if there are, labels again, and finally labels the rest of the slice.
/// A new stroke cancels whatever is under way.
/// </summary>
internal sealed class LabelWorker : IDisposable
{
    /// <summary>Painted pixels a model learns from right after a stroke.</summary>
    private const int QuickPixels = 4000;

    /// <summary>Painted pixels it learns from once there is time.</summary>
    private const int ThoroughPixels = 40_000;

    /// <summary>Larger slices are labelled only where they are looked at.</summary>
    private const long MostPixelsBeyondView = 48L << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly PaintEngine engine;
    private readonly LabelStore store;
    private readonly ILabelAudience audience;
    private readonly TrainingRows rows;
    private readonly LabelOrder order;
    private readonly HashSet<(int Slice, TileBlock Block)> prepared = [];
    private readonly SemaphoreSlim signal = new(0);
    private readonly Lock gate = new();
    private readonly Thread thread;
    private readonly CancellationTokenSource stopping = new();
    private CancellationTokenSource current = new();
    private (int Slice, int X, int Y) focus;
    private int wanted;
    private int models;
    private int first;
    private long strokeAt;
    private bool awaitsView;

    /// <summary>Starts the thread.</summary>
    public LabelWorker(PaintEngine engine, LabelStore store, ILabelAudience audience)
    {
        this.engine = engine;
        this.store = store;
        this.audience = audience;
        rows = new TrainingRows(engine);
        order = new LabelOrder(store);
        thread = new Thread(Work) { IsBackground = true, Name = "Paint labels" };
        thread.Start();
    }

    /// <summary>The newest model, or null.</summary>
    public LearnedModel? Learned { get; private set; }

    /// <summary>What keeps the painter from learning; null when nothing does.</summary>
    public string? Message { get; private set; }

    /// <summary>Milliseconds from the last stroke to its model, and to labels of all that was visible; null before.</summary>
    public (double? Model, double? View) Latency { get; private set; }

    /// <summary>Whether it works.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Strokes or classes changed: what is under way is given up.</summary>
    /// <param name="version">The version of the strokes.</param>
    /// <param name="place">Where, or null to leave the focus.</param>
    public void StrokesChanged(int version, (int Slice, int X, int Y)? place)
    {
        lock (gate)
        {
            wanted = version;
            focus = place ?? focus;
            strokeAt = Stopwatch.GetTimestamp();
            current.Cancel();
        }

        signal.Release();
    }

    /// <summary>Another part is visible, or something else of it.</summary>
    public void ViewsChanged() => signal.Release();

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        lock (gate)
        {
            current.Cancel();
        }

        signal.Release();
        if (thread.Join(TimeSpan.FromSeconds(10)))
        {
            signal.Dispose();
            stopping.Dispose();
        }
    }

    private void Work()
    {
        int tried = 0;
        int refined = 0;
        while (!stopping.IsCancellationRequested)
        {
            CancellationToken cancellation = Renew(out int version);
            try
            {
                if (version != tried)
                {
                    SetBusy(true);
                    Learn(QuickPixels, cancellation);
                    tried = version;
                }
                else if (Learned is { } learned && LabelNext(learned, cancellation))
                {
                    SetBusy(true);
                }
                else if (Learned is { IsComplete: false } && refined != version)
                {
                    // Not in the moment between two strokes.
                    if (!signal.Wait(Pause, cancellation))
                    {
                        Learn(ThoroughPixels, cancellation);
                        refined = version;
                    }
                }
                else if (Learned is null && PrepareNext(cancellation))
                {
                    // Before the first strokes there is time to look at the image.
                }
                else if (Learned is { } model && LabelBeyond(model, cancellation))
                {
                    SetBusy(true);
                }
                else
                {
                    SetBusy(false);
                    signal.Wait(stopping.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // A newer stroke, or the end.
            }
#pragma warning disable CA1031 // The page shows what went wrong; the strokes are safe whatever happens here.
            catch (Exception e)
#pragma warning restore CA1031
            {
                tried = version;
                Fail(e.Message);
            }
        }
    }

    private CancellationToken Renew(out int version)
    {
        lock (gate)
        {
            if (current.IsCancellationRequested && !stopping.IsCancellationRequested)
            {
                current.Dispose();
                current = new CancellationTokenSource();
            }

            version = wanted;
            return current.Token;
        }
    }

    private void SetBusy(bool busy)
    {
        if (busy != IsBusy)
        {
            IsBusy = busy;
            if (!busy)
            {
                audience.Flush();
            }

            audience.StatusChanged();
        }
    }

    private void Learn(int most, CancellationToken cancellation)
    {
        TrainingPixels chosen = audience.Choose(most);
        int classes = chosen.Slices.SelectMany(s => s.Pixels.Select(p => p.Class)).Distinct().Count();
        if (classes < 2)
        {
            Fail(classes == 0 ? null : "Paint a second class to see labels.");
            return;
        }

        LearnedModel learned = rows.Learn(chosen, models + 1, cancellation);
        models++;
        Learned = learned;
        Message = null;
        if (most == QuickPixels)
        {
            awaitsView = true;
            Latency = (Stopwatch.GetElapsedTime(strokeAt).TotalMilliseconds, null);
        }

        audience.StatusChanged();
    }

    private void Fail(string? message)
    {
        Learned = null;
        Message = message;
        store.Clear();
        audience.StatusChanged();
    }

    /// <summary>Labels what is visible and lacks labels of the model: the nearest tile alone, for a first impression, then blocks.</summary>
    /// <returns>Whether there was something to label.</returns>
    private bool LabelNext(LearnedModel learned, CancellationToken cancellation)
    {
        (int, int, int) place;
        lock (gate)
        {
            place = focus;
        }

        if (order.Next(learned, audience.Views, place, single: first != learned.Number) is not { } next)
        {
            ViewDone();
            return false;
        }

        first = learned.Number;
        Label(learned, next.View.Slice, next.Block, next.View.Doubt, cancellation);
        return true;
    }

    private void ViewDone()
    {
        if (awaitsView)
        {
            awaitsView = false;
            audience.Flush();
            Latency = (Latency.Model, Stopwatch.GetElapsedTime(strokeAt).TotalMilliseconds);
            audience.StatusChanged();
        }
    }

    /// <summary>Labels one more tile of a slice that is looked at, for the fractions.</summary>
    private bool LabelBeyond(LearnedModel learned, CancellationToken cancellation)
    {
        if ((long)engine.Height * engine.Width > MostPixelsBeyondView || order.Beyond(learned, audience.Views, engine.Height, engine.Width) is not { } next)
        {
            return false;
        }

        Label(learned, next.Slice, TileBlock.Of(next.X, next.Y), doubt: false, cancellation);
        return true;
    }

    /// <summary>Computes the maps of the next block of what is visible, while there is nothing to label.</summary>
    private bool PrepareNext(CancellationToken cancellation)
    {
        IReadOnlyList<PageView> views = audience.Views;
        if (LabelOrder.CountTiles(views) > engine.KeptTiles)
        {
            return false;
        }

        foreach ((int slice, TileBlock block) in LabelOrder.Blocks(views))
        {
            if (prepared.Add((slice, block)))
            {
                engine.Prepare(slice, block, cancellation);
                return true;
            }
        }

        return false;
    }

    private void Label(LearnedModel learned, int slice, TileBlock block, bool doubt, CancellationToken cancellation)
    {
        bool keep = LabelOrder.CountTiles(audience.Views) <= engine.KeptTiles;
        foreach ((int x, int y, LabelTile tile) in engine.Label(learned, slice, block, doubt, keep, cancellation))
        {
            store.Put(slice, x, y, tile);
            audience.TileReady(slice, x, y);
        }
    }
}
