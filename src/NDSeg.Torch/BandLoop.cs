using NDSeg.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch;

/// <summary>
/// Goes through an image in bands of rows as high as the device's free memory allows. A band that runs out of memory is
/// tried again at half the height. Results do not depend on the height.
/// </summary>
internal sealed class BandLoop
{
    // On the processor a plane of a band should stay in the second-level cache with a few others.
    private const long CachedPixels = 64 << 10;

    // On a card a longer chunk of the predictor gains nothing.
    private const long MostPixels = 4 << 20;

    // Float planes of a band that are alive at the same time beside the output: membrane projections and their run sums.
    private const long WorkPlanes = 120;

    // Used when the driver does not say how much is free.
    private const long AssumedFree = 2L << 30;

    private readonly RunOptions options;
    private readonly int height;
    private long rows;

    /// <summary>Chooses the height of the bands.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="rows">Rows of a band, at least 1.</param>
    /// <param name="options">Progress and cancellation.</param>
    public BandLoop(int height, long rows, RunOptions options)
    {
        this.height = height;
        this.rows = Math.Clamp(rows, 1, height);
        this.options = options;
    }

    /// <summary>Rows per band.</summary>
    public long Rows => rows;

    /// <summary>Rows of a band on a device.</summary>
    /// <param name="device">Where.</param>
    /// <param name="options">A tile size given there is the height.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="outputPlanes">Float planes a band's output keeps on the device.</param>
    public static long RowsFor(Device device, RunOptions options, int width, long outputPlanes)
    {
        if (options.TileSize > 0)
        {
            return options.TileSize;
        }

        long pixels = device.type == DeviceType.CPU ? CachedPixels : Free(device) / 2 / (sizeof(float) * (WorkPlanes + outputPlanes));
        return Math.Max(pixels / width, 16);
    }

    /// <summary>Pixels per chunk of the predictor.</summary>
    /// <param name="device">Where.</param>
    /// <param name="pixels">Pixels there are.</param>
    /// <param name="bytesPerPixel">Working memory of a pixel.</param>
    public static long Chunk(Device device, long pixels, long bytesPerPixel)
    {
        long most = device.type == DeviceType.CPU ? CachedPixels : Math.Min(MostPixels, Free(device) / 2 / bytesPerPixel);
        return Math.Min(pixels, Math.Max(most, 4096));
    }

    /// <summary>Whether an error says that the device's memory is used up.</summary>
    public static bool IsOutOfMemory(Exception error)
        => error is OutOfMemoryException
        || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>Calls the work for one band after another.</summary>
    /// <param name="band">First row and number of rows. May be called again for rows it has already done.</param>
    /// <exception cref="SegException">OutOfMemory when not even a single row fits.</exception>
    public void Run(Action<long, long> band)
    {
        long first = 0;
        while (first < height)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            long count = Math.Min(rows, height - first);
            try
            {
                using DisposeScope scope = NewDisposeScope();
                band(first, count);
            }
            catch (Exception error) when (error is not SegException && IsOutOfMemory(error))
            {
                if (count == 1)
                {
                    throw new SegException("OutOfMemory", SegErrorKind.InvalidState, "Expected free memory on the device for the maps of one image row, found less. Close other programs that use the card, or use -Device Cpu.", error);
                }

                rows = count / 2;
                options.Log?.Invoke(FormattableString.Invariant($"Not enough memory for bands of {count} rows; going on with {rows}."));
                continue;
            }

            first += count;
            options.Progress?.Report((double)first / height);
        }
    }

    private static long Free(Device device) => CudaDriver.Memory(device.index)?.Free ?? AssumedFree;
}
