using System.Collections.Concurrent;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>
/// The way from a worker to the pipeline thread: a bounded queue of records and the latest progress. PowerShell allows
/// Write* calls on the pipeline thread only, so a worker never makes them itself.
/// </summary>
internal sealed class WorkerChannel : IProgress<double>, IDisposable
{
    private readonly BlockingCollection<PipelineRecord> queue;
    private readonly CancellationToken cancellation;
    private double fraction;

    public WorkerChannel(int capacity, CancellationToken cancellation)
    {
        queue = new BlockingCollection<PipelineRecord>(capacity);
        this.cancellation = cancellation;
    }

    /// <summary>The latest fraction reported, 0 to 1.</summary>
    public double Fraction => Volatile.Read(ref fraction);

    /// <summary>True when the worker has ended and everything it wrote was taken.</summary>
    public bool IsDrained => queue.IsCompleted;

    /// <inheritdoc/>
    public void Report(double value) => Volatile.Write(ref fraction, value);

    /// <summary>Called by the worker; waits while the queue is full.</summary>
    public void Write(PipelineRecordKind kind, object value) => queue.Add(new PipelineRecord(kind, value), cancellation);

    /// <summary>Called when the worker has ended.</summary>
    public void Close() => queue.CompleteAdding();

    /// <summary>Called by the pipeline thread; false after the wait, or at once when the worker has ended.</summary>
    public bool TryTake(out PipelineRecord record, TimeSpan wait) => queue.TryTake(out record, wait);

    public void Dispose() => queue.Dispose();
}
