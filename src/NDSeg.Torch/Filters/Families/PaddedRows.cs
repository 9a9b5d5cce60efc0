using NDSeg.Torch.Tensors;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Families;

/// <summary>Cuts a band of rows out of an H x W tensor and extends it over the image border.</summary>
internal static class PaddedRows
{
    /// <summary>How pixels outside the image are made.</summary>
    public enum Border
    {
        /// <summary>The nearest pixel of the border.</summary>
        Replicate,

        /// <summary>The image mirrored about its edge, the border pixel repeated (half-sample symmetric).</summary>
        Symmetric,
    }

    /// <summary>Rows first - pad .. first + count + pad and all columns with pad more on either side.</summary>
    /// <param name="rows">Rows of the image that are at hand, R x W.</param>
    /// <param name="offset">Image row of the first one at hand.</param>
    /// <param name="height">Rows of the whole image.</param>
    /// <param name="first">First image row of the band.</param>
    /// <param name="count">Rows of the band.</param>
    /// <param name="pad">Pixels added on each side; rows inside the image are taken from it and must be at hand.</param>
    /// <param name="border">What lies outside the image.</param>
    /// <returns>(count + 2 pad) x (W + 2 pad).</returns>
    public static Tensor Cut(Tensor rows, long offset, long height, long first, long count, int pad, Border border)
    {
        using Tensor rowIndices = Indices(first - pad, count + (2L * pad), height, offset, border, rows.device);
        using Tensor columnIndices = Indices(-pad, rows.shape[1] + (2L * pad), rows.shape[1], 0, border, rows.device);
        using Tensor band = rows.index_select(0, rowIndices);
        return band.index_select(1, columnIndices);
    }

    /// <summary>The same with a constant outside; what is not at hand must lie outside the image too.</summary>
    public static Tensor Cut(Tensor image, long first, long count, int pad, Tensor outside)
    {
        long height = image.shape[0];
        long width = image.shape[1];
        long start = Math.Max(0, first - pad);
        long end = Math.Min(height, first + count + pad);
        Tensor padded = empty([count + (2L * pad), width + (2L * pad)], dtype: image.dtype, device: image.device);
        padded.copy_(outside);
        using Tensor source = image.narrow(0, start, end - start);
        using Tensor rows = padded.narrow(0, start - (first - pad), end - start);
        using Tensor inner = rows.narrow(1, pad, width);
        inner.copy_(source);
        return padded;
    }

    private static Tensor Indices(long first, long count, long length, long offset, Border border, Device device)
    {
        var indices = new long[count];
        for (long i = 0; i < count; i++)
        {
            indices[i] = (border == Border.Replicate ? Math.Clamp(first + i, 0, length - 1) : Mirror(first + i, length)) - offset;
        }

        return DeviceTransfer.Upload<long>(indices, ScalarType.Int64, device);
    }

    // Reflects as often as a kernel larger than the image needs.
    private static long Mirror(long i, long length)
    {
        long period = 2 * length;
        long m = ((i % period) + period) % period;
        return m < length ? m : period - 1 - m;
    }
}
