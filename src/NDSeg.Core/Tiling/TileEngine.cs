using System.Runtime.ExceptionServices;
using NDSeg.Engines;
using NDSeg.Features;
using NDSeg.Features.Kernels;
using NDSeg.Imaging;

namespace NDSeg.Tiling;

/// <summary>
/// Runs the filters over the tiles of an image on several threads and hands every finished tile to a worker. Stacks,
/// training tables and predictions are made by the same engine and differ in the worker only.
/// </summary>
internal sealed class TileEngine
{
    private readonly SegImage image;
    private readonly IReadOnlyList<SegImage> extras;
    private readonly FeaturePlan plan;
    private readonly bool[]? wanted;
    private readonly FilterKernels kernels;
    private readonly ChannelProgram[] programs;
    private readonly ByteMapping intensity;
    private readonly (int Map, int Image, int Plane)[] extraMaps;

    /// <summary>Prepares the filters.</summary>
    /// <param name="image">The image; all samples finite.</param>
    /// <param name="extras">Extra channels of the same height and width.</param>
    /// <param name="plan">The maps; its configuration's intensity range is set where it is needed.</param>
    /// <param name="wanted">Which maps to compute; null for all.</param>
    /// <param name="kernels">Instruction set.</param>
    internal TileEngine(SegImage image, IReadOnlyList<SegImage> extras, FeaturePlan plan, bool[]? wanted, FilterKernels kernels)
    {
        this.image = image;
        this.extras = extras;
        this.plan = plan;
        this.wanted = wanted;
        this.kernels = kernels;
        programs = ChannelProgram.Create(plan, wanted);
        intensity = ByteMapping.For(image, plan.Config);
        extraMaps = [.. ExtraMaps()];
    }

    /// <summary>Computes tiles.</summary>
    /// <param name="tiles">Tiles, in the order they are started.</param>
    /// <param name="open">Makes one worker per thread.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    internal void Run(TileRect[] tiles, Func<TileWorker> open, RunOptions options)
    {
        int next = -1;
        int done = 0;
        int reported = 0;
        ExceptionDispatchInfo? failure = null;
        int threads = Math.Clamp(options.EffectiveThreads, 1, Math.Max(tiles.Length, 1));
        int step = Math.Max(tiles.Length / 200, 1);

        void Work(int thread)
        {
            try
            {
                using var arena = new NativeArena();
                using TileWorker worker = open();
                var filter = new ChannelFilter(kernels, arena);
                int t;
                while (Volatile.Read(ref failure) is null && (t = Interlocked.Increment(ref next)) < tiles.Length)
                {
                    options.Cancellation.ThrowIfCancellationRequested();
                    Compute(filter, tiles[t], worker);
                    int finished = Interlocked.Increment(ref done);
                    if (options.Progress is not null && (finished % step == 0 || finished == tiles.Length))
                    {
                        Interlocked.Increment(ref reported);
                        options.Progress.Report((double)finished / tiles.Length);
                    }
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            }
        }

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

    private void Compute(ChannelFilter filter, in TileRect tile, TileWorker worker)
    {
        RowPlanes planes = worker.Target(tile);
        foreach (ChannelProgram program in programs)
        {
            filter.Compute(image, program, tile, planes, worker.Streams, intensity);
        }

        foreach ((int map, int extra, int plane) in extraMaps)
        {
            CopyExtra(extras[extra], plane, tile, planes, map);
        }

        worker.Consume(tile, planes);
    }

    private unsafe void CopyExtra(SegImage extra, int plane, in TileRect tile, in RowPlanes planes, int map)
    {
        for (int y = 0; y < tile.Height; y++)
        {
            SampleRows.Read(kernels, extra, plane, tile.Y + y, tile.X, tile.Width, 1f, planes.Row(map, y));
        }
    }

    private IEnumerable<(int Map, int Image, int Plane)> ExtraMaps()
    {
        int map = plan.Count - plan.ExtraChannels;
        for (int e = 0; e < extras.Count; e++)
        {
            for (int p = 0; p < extras[e].Channels; p++, map++)
            {
                if (wanted is null || wanted[map])
                {
                    yield return (map, e, p);
                }
            }
        }
    }
}
