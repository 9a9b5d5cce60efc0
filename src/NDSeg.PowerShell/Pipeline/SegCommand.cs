using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Management.Automation;
using NDSeg.Filters;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>
/// What all commands share: work that runs beside the pipeline thread and stops with it, records that come back to the
/// pipeline thread, and errors with stable ids.
/// </summary>
public abstract class SegCommand : PSCmdlet, IDisposable
{
    private protected const int SliceActivity = 7301;
    private const int WorkActivity = 7302;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stopping = new();
    private int failures;

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    private protected CancellationToken Cancellation => stopping.Token;

    /// <summary>The number of errors this command has written.</summary>
    private protected int Failures => failures;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the command holds; runs at the end of the pipeline, however it ended.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            stopping.Dispose();
        }
    }

    /// <summary>Called on another thread when the pipeline is stopped.</summary>
    protected sealed override void StopProcessing()
    {
        try
        {
            stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command ended at the same moment.
        }
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin, terminating: true, target: null);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process, terminating: false, target: null);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End, terminating: false, target: null);

    /// <summary>Checks parameters that do not come from the pipeline. A failure ends the command.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>Handles one pipeline object. A failure is written as an error and the pipeline goes on.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>Handles what is left when the input has ended.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>Runs one part of a record; a failure is written as an error for <paramref name="target"/>.</summary>
    /// <returns>Whether the part succeeded.</returns>
    private protected bool Attempt(object? target, Action part)
    {
        int before = failures;
        Guard(part, terminating: false, target);
        return failures == before;
    }

    /// <summary>Writes a failure as an error; the pipeline goes on.</summary>
    private protected void WriteFailure(SegException failure, object? target)
    {
        failures++;
        WriteError(ErrorRecords.From(failure, target));
    }

    /// <summary>Ends the command with an error.</summary>
    [DoesNotReturn]
    private protected void Terminate(SegException failure, object? target = null)
    {
        ThrowTerminatingError(ErrorRecords.From(failure, target));
        throw failure;
    }

    /// <summary>Wall time of the last <see cref="Run{T}"/>.</summary>
    private protected TimeSpan Elapsed { get; private set; }

    /// <summary>A number of threads in words.</summary>
    private protected static string ThreadText(int threads)
        => new RunOptions { Threads = threads }.EffectiveThreads is int n && n == 1 ? "1 thread" : FormattableString.Invariant($"{n} threads");

    /// <summary>A number of things in words: 1 slice, 2 slices.</summary>
    private protected static string Counted(int count, string one, string? many = null) => FormattableString.Invariant($"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>A line for -Verbose, written in the invariant culture.</summary>
    private protected void Verbose(FormattableString text) => WriteVerbose(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>Runs long work on a thread of its own while this thread shows its progress and writes its records.</summary>
    /// <param name="activity">What is being done, for the progress bar.</param>
    /// <param name="status">What it is being done to.</param>
    /// <param name="threads">Worker threads, 0 for all cores.</param>
    /// <param name="work">The work; it gets the cancellation, the progress and the log to use.</param>
    /// <param name="partOfVolume">Whether the work is one slice of a volume that has a progress bar of its own.</param>
    private protected T Run<T>(string activity, string status, int threads, Func<RunOptions, T> work, bool partOfVolume = false)
    {
        T result = default!;
        long start = Stopwatch.GetTimestamp();
        Drive(
            activity,
            capacity: 64,
            channel => status,
            (channel, cancellation) => result = work(new RunOptions
            {
                Threads = threads,
                Cancellation = cancellation,
                Progress = channel,
                Log = line => channel.Write(PipelineRecordKind.Verbose, line),
            }),
            _ => { },
            WorkActivity,
            partOfVolume ? SliceActivity : -1);
        Elapsed = Stopwatch.GetElapsedTime(start);
        return result;
    }

    /// <summary>
    /// Runs a producer on a thread of its own and handles its results on this thread as they come. The producer is at most
    /// one result ahead, or as many as it is told, so reading overlaps with what the pipeline does and memory stays constant.
    /// </summary>
    private protected void Stream<T>(string activity, Func<double, string> status, Action<WorkerChannel, CancellationToken> produce, Action<T> consume, int capacity = 1)
        where T : notnull
        => Drive(activity, capacity, channel => status(channel.Fraction), produce, value => consume((T)value), SliceActivity, parent: -1);

    private void Drive(
        string activity,
        int capacity,
        Func<WorkerChannel, string> status,
        Action<WorkerChannel, CancellationToken> work,
        Action<object> consume,
        int id,
        int parent)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var channel = new WorkerChannel(capacity, linked.Token);
        CancellationToken cancellation = linked.Token;
        var progress = new ProgressMeter(WriteProgress, id, parent, activity);
        Task worker = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    work(channel, cancellation);
                }
                finally
                {
                    channel.Close();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        bool ended = false;
        try
        {
            while (!channel.IsDrained)
            {
                if (channel.TryTake(out PipelineRecord record, Tick))
                {
                    Handle(record, consume);
                }

                progress.Update(status(channel), channel.Fraction);
            }

            ended = true;
            progress.Complete();
        }
        finally
        {
            if (!ended)
            {
                // A Write* call threw: the pipeline is being stopped from here or from further down.
                linked.Cancel();
            }

            // No worker outlives its command.
            ((IAsyncResult)worker).AsyncWaitHandle.WaitOne();
        }

        worker.GetAwaiter().GetResult();
    }

    private void Handle(PipelineRecord record, Action<object> consume)
    {
        switch (record.Kind)
        {
            case PipelineRecordKind.Output:
                consume(record.Value);
                break;
            case PipelineRecordKind.Verbose:
                WriteVerbose((string)record.Value);
                break;
            case PipelineRecordKind.Failure:
                var (failure, target) = ((SegException, object?))record.Value;
                WriteFailure(failure, target);
                break;
            default:
                throw new InvalidOperationException($"Record {record.Kind}.");
        }
    }

    private void Guard(Action part, bool terminating, object? target)
    {
        try
        {
            part();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (e is not RuntimeException && ErrorRecords.Translate(e) is SegException failure)
        {
            if (terminating)
            {
                Terminate(failure, target);
            }

            WriteFailure(failure, target);
        }
    }

    /// <summary>The configuration that -Config or -Preset chooses; both together end the command.</summary>
    private protected FeatureConfig MapsChosen(FeatureConfig config, string? preset)
    {
        if (preset is null)
        {
            return config;
        }

        if (MyInvocation.BoundParameters.ContainsKey("Config"))
        {
            Terminate(new SegException("ConfigAndPreset", SegErrorKind.InvalidArgument, $"Expected either -Config or -Preset, found both (preset '{preset}').", "Start a configuration from a preset: New-SegFeatureConfig -Preset."));
        }

        return FeaturePresets.Find(preset);
    }
}
