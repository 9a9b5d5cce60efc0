using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Tensors;

/// <summary>Moves arrays between the host and a device. The only place that waits for the device.</summary>
internal static class DeviceTransfer
{
    // A tensor's bytes are reached through one span, which a 32-bit length limits.
    private const long MostBytes = 1L << 30;

    /// <summary>A tensor of the given shape over a copy of the samples.</summary>
    /// <param name="samples">Bytes in native order; as many as the shape and type need.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Axes, slowest first.</param>
    /// <param name="device">Where the tensor goes.</param>
    public static Tensor Upload(ReadOnlySpan<byte> samples, ScalarType type, ReadOnlySpan<long> shape, Device device)
    {
        Tensor host = empty(shape, dtype: type);
        samples.CopyTo(host.bytes);
        if (device.type == DeviceType.CPU)
        {
            return host;
        }

        using (host)
        {
            return host.to(device);
        }
    }

    /// <summary>A one-dimensional tensor of values.</summary>
    public static Tensor Upload<T>(ReadOnlySpan<T> values, ScalarType type, Device device)
        where T : unmanaged
        => Upload(MemoryMarshal.AsBytes(values), type, [values.Length], device);

    /// <summary>Copies a tensor's elements, row-major, to the host.</summary>
    /// <typeparam name="T">The element type of the tensor.</typeparam>
    /// <param name="tensor">Any strides, any device.</param>
    /// <param name="target">As many elements as the tensor has.</param>
    public static unsafe void Download<T>(Tensor tensor, Span<T> target)
        where T : unmanaged
    {
        long count = tensor.numel();
        if (count == 0)
        {
            return;
        }

        long rows = tensor.shape[0];
        if (rows > 1 && count * sizeof(T) > MostBytes)
        {
            long perRow = count / rows;
            long step = Math.Max(1, MostBytes / (perRow * sizeof(T)));
            for (long row = 0; row < rows; row += step)
            {
                long take = Math.Min(step, rows - row);
                using Tensor part = tensor.narrow(0, row, take);
                Download(part, target.Slice((int)(row * perRow), (int)(take * perRow)));
            }

            return;
        }

        using Tensor host = tensor.cpu();
        using Tensor dense = host.contiguous();
        MemoryMarshal.Cast<byte, T>(dense.bytes).CopyTo(target);
    }
}
