namespace NDSeg.Phantoms;

/// <summary>The rows of a phantom, several at a time: counts them for the progress, and stops between two of them.</summary>
internal sealed class PhantomPass
{
    private readonly RunOptions options;
    private readonly ParallelOptions parallel;
    private readonly int height;
    private readonly long total;
    private long done;

    /// <param name="height">Rows.</param>
    /// <param name="passes">How often all rows are gone through until the phantom is finished.</param>
    /// <param name="options">Threads, cancellation and progress.</param>
    public PhantomPass(int height, int passes, RunOptions options)
    {
        this.height = height;
        this.options = options;
        total = (long)height * passes;
        parallel = new ParallelOptions { MaxDegreeOfParallelism = options.EffectiveThreads, CancellationToken = options.Cancellation };
    }

    /// <summary>Goes through all rows on several threads.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Rows(Action<int> work) => Parallel.For(0, height, parallel, y =>
    {
        work(y);
        Count();
    });

    /// <summary>Goes through all rows in their order on this thread.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void RowsInOrder(Action<int> work)
    {
        for (int y = 0; y < height; y++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            work(y);
            Count();
        }
    }

    /// <summary>Works on several things at once; each may go through rows.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Each(int count, Action<int> work) => Parallel.For(0, count, parallel, work);

    private void Count() => options.Progress?.Report((double)Interlocked.Increment(ref done) / total);
}
