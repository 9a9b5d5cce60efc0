using System.Diagnostics;
using NDSeg.Paint.Display;
using NDSeg.Paint.Http;
using NDSeg.Paint.Prediction;
using NDSeg.Paint.Session;
using NDSeg.Paint.Strokes;
using NDSeg.Storage;

namespace NDSeg.Paint;

/// <summary>
/// The painter: a page on 127.0.0.1, on a port the system picks, for whoever has <see cref="Address"/>. It ends when the user
/// finishes, some seconds after the last page has gone, or with <see cref="Dispose"/>; strokes that were not saved are kept
/// beside the label file and offered the next time.
/// </summary>
public sealed class PaintServer : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the end waits for pages to hear of it.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly PaintOptions options;
    private readonly SaveTargets targets;
    private readonly PaintSession session;
    private readonly LoopbackServer server;
    private readonly AccessGuard guard;
    private readonly Timer timer;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<PaintResult> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool disposed;

    /// <summary>Starts the painter.</summary>
    /// <param name="options">What to paint.</param>
    /// <exception cref="SegException">
    /// UnknownFormat, TargetIsInput, SameTarget, TargetNotWritable, TargetBusy; LabelShapeMismatch; TooManyClasses; NonFinitePixel; what
    /// reading the first slice throws.
    /// </exception>
    public PaintServer(PaintOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        targets = new SaveTargets(options.OutFile, options.ModelOutFile, options.Slices, options.Force);
        try
        {
            var engine = new PaintEngine(options.Slices, options.Config, options.Untrained, options.Threads);

            // Reads and checks the first slice: what is wrong with it is said before a page opens.
            int maps = engine.Plan(0).Count;
            bool continues = options.LabelsFile is string file && RealPath.IsSame(file, targets.OutFile);
            session = new PaintSession(options.Slices, engine, targets, options.Labels, options.ClassNames, continues);
            AccessGuard? access = null;
            server = new LoopbackServer(port =>
            {
                access = new AccessGuard(port);
                return new PaintRequests(session, options.Slices, About(maps), access, Finish, stopping.Token);
            });
            guard = access!;
        }
        catch
        {
            session?.Dispose();
            targets.Dispose();
            throw;
        }

        timer = new Timer(_ => EndWhenLeft(), null, Tick, Tick);
    }

    /// <summary>The address to open, once: its token is good for one browser.</summary>
    public Uri Address => guard.Address;

    /// <summary>Ends when the user has finished or left.</summary>
    public Task<PaintResult> Completion => ended.Task;

    /// <summary>Ends the painter; unsaved strokes are kept.</summary>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        stopping.Cancel();
        timer.Dispose();

        // Pages hear of the end before their connections are cut.
        Finish();
        session.Pages.End(Farewell);
        server.Dispose();
        session.Dispose();
        targets.Dispose();
        stopping.Dispose();
    }

    private object About(int maps) => new
    {
        name = options.Slices.Name,
        height = options.Slices.Height,
        width = options.Slices.Width,
        slices = options.Slices.Count,
        edge = TileGeometry.Edge,
        topLevel = TileGeometry.TopLevel(options.Slices.Height, options.Slices.Width),
        steps = StrokeBook.MostSteps,
        outFile = Path.GetFileName(targets.OutFile),
        modelFile = Path.GetFileName(targets.ModelOutFile),
        algorithm = options.Untrained.Algorithm.ToString(),
        maps,
    };

    private void EndWhenLeft()
    {
        if (session.Pages.EmptySince is long since && Stopwatch.GetElapsedTime(since) > options.Grace)
        {
            options.Log?.Invoke("The page was closed.");
            Finish();
        }
    }

    private void Finish()
    {
        if (!ended.Task.IsCompleted)
        {
            (string? kept, string? failure) = session.Keep();
            var result = new PaintResult(session.LabelsAreSaved, kept, failure, session.LastSave.Labels, session.LastSave.Model, session.ModelFailure);
            if (ended.TrySetResult(result))
            {
                session.Pages.Broadcast(new { type = "end", kept = kept is not null, lost = failure is not null });
            }
        }
    }
}
