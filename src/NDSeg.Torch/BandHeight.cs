using NDSeg.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch;

/// <summary>How much of an image is worked on at once. Results do not depend on it.</summary>
internal static class BandHeight
{
    // On the processor a plane of a band should stay in the second-level cache with a few others.
    private const long CachedPixels = 64 << 10;

    // On a card beyond this a longer chunk gains nothing.
    private const long MostPixels = 4 << 20;

    // Float planes of a band that are alive at the same time beside the output: membrane projections and their run sums.
    private const long WorkPlanes = 120;

    // Used when the driver does not say how much is free.
    private const long AssumedFree = 2L << 30;

    /// <summary>Rows per band of filter maps.</summary>
    /// <param name="device">Where.</param>
    /// <param name="tile">A given number of rows, 0 for none.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="outputPlanes">Float planes a band's output keeps on the device.</param>
    public static long Rows(Device device, int tile, int height, int width, long outputPlanes)
    {
        if (tile > 0)
        {
            return Math.Min(tile, height);
        }

        long pixels = device.type == DeviceType.CPU ? CachedPixels : Free() / 2 / (sizeof(float) * (WorkPlanes + outputPlanes));
        return Math.Clamp(pixels / width, Math.Min(16, height), height);
    }

    /// <summary>Pixels per chunk of the predictor.</summary>
    /// <param name="device">Where.</param>
    /// <param name="pixels">Pixels there are.</param>
    /// <param name="bytesPerPixel">Working memory of a pixel.</param>
    public static long Chunk(Device device, long pixels, long bytesPerPixel)
    {
        long most = device.type == DeviceType.CPU ? CachedPixels : Math.Min(MostPixels, Free() / 2 / bytesPerPixel);
        return Math.Min(pixels, Math.Max(most, 4096));
    }

    private static long Free() => CudaDriver.Memory()?.Free ?? AssumedFree;
}
