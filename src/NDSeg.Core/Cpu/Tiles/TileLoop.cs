using System.Runtime.ExceptionServices;

namespace NDSeg.Cpu.Tiles;

/// <summary>Runs tiles on several threads: every thread takes the next tile from a shared counter.</summary>
internal static class TileLoop
{
    /// <summary>Most progress reports per run.</summary>
    private const int Reports = 200;

    /// <summary>Runs every tile.</summary>
    /// <param name="tiles">The tiles, in the order they are started.</param>
    /// <param name="open">Makes one worker per thread.</param>
    /// <param name="options">Threads, cancellation (looked at before every tile), progress.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static void Run(TileRect[] tiles, Func<TileWorker> open, RunOptions options)
        => Run([.. tiles.Select(t => new[] { t })], open, options);

    /// <summary>Runs every tile; the tiles of a run go to one worker, one after the other.</summary>
    /// <typeparam name="T">What names a tile, or another piece of work.</typeparam>
    /// <param name="runs">The runs, in the order they are started.</param>
    /// <param name="open">Makes one worker per thread.</param>
    /// <param name="options">Threads, cancellation (looked at before every tile), progress.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static void Run<T>(T[][] runs, Func<LoopWorker<T>> open, RunOptions options)
    {
        int total = runs.Sum(r => r.Length);
        int next = -1;
        int done = 0;
        ExceptionDispatchInfo? failure = null;
        int threads = Math.Clamp(options.EffectiveThreads, 1, Math.Max(runs.Length, 1));
        int every = Math.Max(total / Reports, 1);

        void Work(int thread)
        {
            try
            {
                using LoopWorker<T> worker = open();
                int t;
                while (Volatile.Read(ref failure) is null && (t = Interlocked.Increment(ref next)) < runs.Length)
                {
                    foreach (T tile in runs[t])
                    {
                        if (Volatile.Read(ref failure) is not null)
                        {
                            return;
                        }

                        options.Cancellation.ThrowIfCancellationRequested();
                        worker.Run(tile);
                        int finished = Interlocked.Increment(ref done);
                        if (options.Progress is not null && (finished % every == 0 || finished == total))
                        {
                            options.Progress.Report((double)finished / total);
                        }
                    }
                }
            }
#pragma warning disable CA1031 // Not swallowed: the first failure of any thread is thrown on the caller's, with its own stack.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            }
        }

        options.Cancellation.ThrowIfCancellationRequested();
        if (threads == 1)
        {
            Work(0);
        }
        else
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Work);
        }

        failure?.Throw();
    }
}
