using System.Collections.Concurrent;
using NDSeg.Jobs;
using NDSeg.Jobs.Parts;
using NDSeg.PowerShell.Pipeline;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Jobs;

/// <summary>
/// Works through parts of a job, several side by side in one process: they share the model, and end together when the pipeline is
/// stopped. Each has its share of the threads. What fails is written down and the other parts go on.
/// </summary>
internal sealed class PartQueue(SegJob job, IReadOnlyList<int> parts, ISegEngine engine)
{
    private readonly ConcurrentQueue<int> waiting = new(parts);
    private readonly ConcurrentDictionary<int, double> fractions = new();

    /// <summary>How many parts are computed side by side.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>Threads, all parts together.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether a part that another process computes is left to it; else it is an error.</summary>
    public bool LeaveBusy { get; init; }

    /// <summary>Whether what parts have computed before is computed again.</summary>
    public bool Restart { get; init; }

    /// <summary>Runs all parts.</summary>
    public void Run(WorkerChannel channel, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task watching = parts.Count > 1 ? Start(() => Watch(ended.Token)) : Task.CompletedTask;
        try
        {
            Task.WaitAll([.. Enumerable.Range(0, Side).Select(_ => Start(() => Work(channel, cancellation)))], CancellationToken.None);
        }
        catch (AggregateException e)
        {
            throw e.Flatten().InnerExceptions.OrderBy(inner => inner is OperationCanceledException).First();
        }
        finally
        {
            ended.Cancel();
            watching.Wait(CancellationToken.None);
        }
    }

    private int Side => Math.Min(AtOnce, parts.Count);

    private static Task Start(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // Beside the first parts: what other machines began and left is known when its turn comes.
    private void Watch(CancellationToken ended)
    {
        try
        {
            job.Watch(parts, new RunOptions { Cancellation = ended });
        }
        catch (OperationCanceledException)
        {
            // No part is left to take.
        }
    }

    private void Work(WorkerChannel channel, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && waiting.TryDequeue(out int part))
        {
            try
            {
                channel.Write(PipelineRecordKind.Output, RunPart(part, channel, cancellation));
            }
            catch (SegException e) when (e.Id == "PartBusy" && LeaveBusy)
            {
                channel.Write(PipelineRecordKind.Verbose, e.Finding);
            }
            catch (SegException e)
            {
                Report(channel, e, $"part {part} of {job.Path}");
            }

            Advance(channel, part, 1);
        }
    }

    private JobPart RunPart(int part, WorkerChannel channel, CancellationToken cancellation)
    {
        var options = new RunOptions
        {
            Threads = Math.Max(1, Threads / Side),
            Cancellation = cancellation,
            Progress = new PartProgress(fraction => Advance(channel, part, fraction)),
            Log = line => channel.Write(PipelineRecordKind.Verbose, line),
        };
        if (Restart)
        {
            job.Reset(part, options);
        }

        return job.Run(part, engine, options, (failure, slice) => Report(channel, failure, job.SourceOf(slice)));
    }

    private void Advance(WorkerChannel channel, int part, double fraction)
    {
        fractions[part] = fraction;
        channel.Report(fractions.Values.Sum() / parts.Count);
    }

    private static void Report(WorkerChannel channel, SegException failure, object target)
    {
        (SegException, object?) record = (failure, target);
        channel.Write(PipelineRecordKind.Failure, record);
    }

    private sealed class PartProgress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
