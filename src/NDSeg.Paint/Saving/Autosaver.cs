namespace NDSeg.Paint.Saving;

/// <summary>
/// Writes unsaved strokes a moment after they changed, on a thread of its own. Whatever goes wrong is reported, not thrown. What is
/// passed to it may wait for a lock, so nobody who holds that lock may call <see cref="Write"/> or <see cref="Discard"/>.
/// </summary>
internal sealed class Autosaver : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(700);

    private readonly string path;
    private readonly Func<StrokeState?> unsaved;
    private readonly Action failureChanged;
    private readonly Lock writing = new();
    private readonly Timer timer;
    private bool disposed;

    /// <summary>Keeps strokes beside a label file.</summary>
    /// <param name="path">The autosave file.</param>
    /// <param name="unsaved">Copies the strokes; null where all of them are safe.</param>
    /// <param name="failureChanged">Called when <see cref="Failure"/> has changed.</param>
    public Autosaver(string path, Func<StrokeState?> unsaved, Action failureChanged)
    {
        this.path = path;
        this.unsaved = unsaved;
        this.failureChanged = failureChanged;
        timer = new Timer(_ => Write());
    }

    /// <summary>What kept the last writing from succeeding, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>Strokes changed; they are written when there was no other change for a moment.</summary>
    public void Schedule()
    {
        if (!Volatile.Read(ref disposed))
        {
            timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Writes now, where something is unsaved.</summary>
    public void Write()
    {
        string? before = Failure;
        lock (writing)
        {
            if (disposed)
            {
                return;
            }

            try
            {
                if (unsaved() is { } state)
                {
                    AutosaveFile.Write(path, state);
                }

                Failure = null;
            }
            catch (SegException e)
            {
                Failure = e.Message;
            }
        }

        if (Failure != before)
        {
            failureChanged();
        }
    }

    /// <summary>The strokes are safe elsewhere: removes the file, unless there are new ones already, which are written soon.</summary>
    public void Discard()
    {
        lock (writing)
        {
            if (!disposed)
            {
                timer.Change(Timeout.Infinite, Timeout.Infinite);
            }

            if (unsaved() is not null)
            {
                Schedule();
                return;
            }

            try
            {
                File.Delete(path);
                Failure = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Failure = e.Message;
            }
        }
    }

    /// <summary>Ends the timer; the file stays as it is.</summary>
    public void Dispose()
    {
        lock (writing)
        {
            disposed = true;
            timer.Dispose();
        }
    }
}
