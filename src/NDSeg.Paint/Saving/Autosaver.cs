namespace NDSeg.Paint.Saving;

/// <summary>Writes unsaved strokes a moment after they changed, on a thread of its own. Whatever goes wrong is reported, not thrown.</summary>
internal sealed class Autosaver : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(700);

    private readonly string path;
    private readonly Func<StrokeState> state;
    private readonly Lock writing = new();
    private readonly Timer timer;
    private bool disposed;

    /// <summary>Keeps strokes beside a label file.</summary>
    /// <param name="path">The autosave file.</param>
    /// <param name="state">Copies the strokes.</param>
    public Autosaver(string path, Func<StrokeState> state)
    {
        this.path = path;
        this.state = state;
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

    /// <summary>Writes now.</summary>
    public void Write()
    {
        lock (writing)
        {
            if (disposed)
            {
                return;
            }

            try
            {
                AutosaveFile.Write(path, state());
                Failure = null;
            }
            catch (SegException e)
            {
                Failure = e.Message;
            }
        }
    }

    /// <summary>The strokes are safe elsewhere: removes the file.</summary>
    public void Discard()
    {
        lock (writing)
        {
            timer.Change(Timeout.Infinite, Timeout.Infinite);
            try
            {
                File.Delete(path);
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
