using System.Runtime.ExceptionServices;
using NDSeg.Torch.Native;
using NDSeg.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Bands;

/// <summary>
/// Goes through an image in bands of rows as high as the device's free memory allows. A band that runs out of memory is
/// done again in two halves. On the processor several bands are worked on at once, each by one thread: the many small
/// operations of a band are too short to be shared out one by one. Results do not depend on any of it.
/// </summary>
internal sealed class BandLoop
{
    // On the processor a plane of a band should stay in the second-level cache with a few others.
    private const long CachedPixels = 64 << 10;

    // There the predictor keeps a thousand rows of test results, which wants shorter chunks.
    private const long CachedChunk = 16 << 10;

    // On a card a longer chunk of the predictor gains nothing.
    private const long MostPixels = 4 << 20;

    // Float planes of a band that are alive at the same time beside the output: membrane projections and their run sums.
    private const long WorkPlanes = 120;

    // Used when the driver does not say how much is free.
    private const long AssumedFree = 2L << 30;

    private readonly RunOptions options;
    private readonly int height;
    private readonly int workers;
    private readonly Stack<(long First, long Count)> waiting = new();
    private int busy;
    private long done;
    private ExceptionDispatchInfo? failure;

    /// <summary>Cuts an image into bands.</summary>
    /// <param name="device">Where the bands are worked on.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="rows">Rows of a band.</param>
    /// <param name="options">Threads, progress and cancellation.</param>
    public BandLoop(Device device, int height, long rows, RunOptions options)
    {
        this.height = height;
        this.options = options;
        rows = Math.Clamp(rows, 1, height);
        for (long first = (height - 1) / rows * rows; first >= 0; first -= rows)
        {
            waiting.Push((first, Math.Min(rows, height - first)));
        }

        workers = device.type == DeviceType.CPU ? Math.Min(options.EffectiveThreads, waiting.Count) : 1;
    }

    /// <summary>Rows of a band on a device.</summary>
    /// <param name="device">Where.</param>
    /// <param name="options">A tile size given there is the height.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="outputPlanes">Float planes a band's output keeps on the device.</param>
    /// <param name="halo">Rows above and below a band that are computed too.</param>
    public static long RowsFor(Device device, RunOptions options, int width, long outputPlanes, int halo)
    {
        if (options.TileSize > 0)
        {
            return options.TileSize;
        }

        // Where the surroundings are high, a low band would be mostly surroundings.
        return device.type == DeviceType.CPU
            ? Math.Max(CachedPixels / width, Math.Max(halo, 16))
            : Math.Max((Free(device) / 2 / (sizeof(float) * (WorkPlanes + outputPlanes)) / width) - (2 * halo), 16);
    }

    /// <summary>Pixels per chunk of the predictor.</summary>
    /// <param name="device">Where.</param>
    /// <param name="pixels">Pixels there are.</param>
    /// <param name="bytesPerPixel">Working memory of a pixel.</param>
    public static long Chunk(Device device, long pixels, long bytesPerPixel)
    {
        long most = device.type == DeviceType.CPU ? CachedChunk : Math.Min(MostPixels, Free(device) / 2 / bytesPerPixel);
        return Math.Min(pixels, Math.Max(most, 4096));
    }

    /// <summary>Whether an error says that the device's memory is used up.</summary>
    public static bool IsOutOfMemory(Exception error)
        => error is OutOfMemoryException
        || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>Calls the work for every band.</summary>
    /// <param name="band">
    /// First row and number of rows. May be called from several threads, and again for rows it has already done.
    /// </param>
    /// <exception cref="SegException">OutOfMemory when not even a single row fits.</exception>
    public void Run(Action<long, long> band)
    {
        var threads = new Thread[workers - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Work(band)) { IsBackground = true, Name = "NDSeg tensors" };
            threads[i].Start();
        }

        Work(band);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        failure?.Throw();
    }

    private static long Free(Device device) => CudaDriver.Memory(device.index)?.Free ?? AssumedFree;

    private static bool Try(Action<long, long> band, long first, long count)
    {
        try
        {
            using DisposeScope scope = NewDisposeScope();
            band(first, count);
            return true;
        }
        catch (Exception error) when (error is not SegException && IsOutOfMemory(error))
        {
            return count > 1
                ? false
                : throw new SegException("OutOfMemory", SegErrorKind.InvalidState, "Expected free memory on the device for the maps of one image row, found less.", "Close other programs that use the card, or use -Device Cpu.", cause: error);
        }
    }

    private void Work(Action<long, long> band)
    {
        try
        {
            using var scope = new TensorScope();
            while (Take() is { } next)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                bool fitted = Try(band, next.First, next.Count);
                Finish(next.First, next.Count, fitted);
            }
        }
        catch (Exception error)
        {
            lock (waiting)
            {
                failure ??= ExceptionDispatchInfo.Capture(error);
                Monitor.PulseAll(waiting);
            }
        }
    }

    // Waits while others still work: a band of theirs may come back in halves.
    private (long First, long Count)? Take()
    {
        lock (waiting)
        {
            while (waiting.Count == 0 && busy > 0 && failure is null)
            {
                Monitor.Wait(waiting);
            }

            if (failure is not null || !waiting.TryPop(out (long First, long Count) next))
            {
                return null;
            }

            busy++;
            return next;
        }
    }

    private void Finish(long first, long count, bool fitted)
    {
        lock (waiting)
        {
            busy--;
            if (fitted)
            {
                done += count;
                options.Progress?.Report((double)done / height);
            }
            else
            {
                long half = count / 2;
                waiting.Push((first + half, count - half));
                waiting.Push((first, half));
                options.Log?.Invoke(FormattableString.Invariant($"Not enough memory for {count} rows at once; trying {half}."));
            }

            Monitor.PulseAll(waiting);
        }
    }
}
