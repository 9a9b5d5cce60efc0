using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Families;

/// <summary>
/// The rows of an image that a band of maps needs, on the device: the band itself and its halo, as far as the image
/// reaches. Only these rows are uploaded.
/// </summary>
internal sealed class ImageBand : IDisposable
{
    private readonly SegImage image;
    private readonly IReadOnlyList<(SegImage Image, int Plane)> extras;
    private readonly Device device;
    private readonly ByteMapping mapping;
    private readonly Dictionary<int, Tensor> stored = [];
    private readonly Dictionary<int, Tensor> grey = [];

    /// <summary>Describes a band; rows are uploaded when they are asked for.</summary>
    /// <param name="image">The image.</param>
    /// <param name="extras">Planes of the extra channels, in order.</param>
    /// <param name="mapping">What takes samples to the 8-bit image.</param>
    /// <param name="first">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="halo">Rows needed above and below.</param>
    /// <param name="device">Where to.</param>
    public ImageBand(SegImage image, IReadOnlyList<(SegImage Image, int Plane)> extras, ByteMapping mapping, long first, long count, int halo, Device device)
    {
        this.image = image;
        this.extras = extras;
        this.mapping = mapping;
        this.device = device;
        First = first;
        Count = count;
        FirstUploaded = Math.Max(0, first - halo);
        UploadedCount = Math.Min(image.Height, first + count + halo) - FirstUploaded;
    }

    /// <summary>First row of the band.</summary>
    public long First { get; }

    /// <summary>Rows of the band.</summary>
    public long Count { get; }

    /// <summary>First row that is on the device.</summary>
    public long FirstUploaded { get; }

    /// <summary>Rows that are on the device.</summary>
    public long UploadedCount { get; }

    /// <summary>Rows of the whole image.</summary>
    public long ImageHeight => image.Height;

    /// <summary>The grey values that occur, ascending.</summary>
    public static byte[] Levels(Tensor bytes)
    {
        using Tensor flat = bytes.flatten();
        using Tensor counts = flat.bincount(null, 256);
        var host = new long[256];
        DeviceTransfer.Download(counts, host.AsSpan());
        return [.. Enumerable.Range(0, 256).Where(v => host[v] > 0).Select(v => (byte)v)];
    }

    /// <summary>Rows of a channel as float32 grey values; a view or copy the caller disposes.</summary>
    public Tensor GreyRows(int channel, long first, long count) => Grey(channel).narrow(0, first - FirstUploaded, count);

    /// <summary>The same with rows and columns added on every side.</summary>
    public Tensor GreyPadded(int channel, long first, long count, int pad, PaddedRows.Border border)
        => PaddedRows.Cut(Grey(channel), FirstUploaded, image.Height, first, count, pad, border);

    /// <summary>The uploaded rows as float64 grey values, which belong to the caller: stored numbers are rounded to float32 but scaled in float64.</summary>
    public Tensor WideGrey(int channel)
    {
        using Tensor samples = SampleConversion.ToClipped(Stored(channel), image);
        using Scalar scale = (1 / image.FullScale).ToScalar();
        return samples.to(ScalarType.Float64).mul_(scale);
    }

    /// <summary>Whether samples are stored as unsigned bytes.</summary>
    public bool HoldsBytes => image.PixelType is PixelType.UInt8 or PixelType.Bilevel;

    /// <summary>Factor from stored samples to grey values.</summary>
    public float Scale => SampleConversion.ScaleOf(image);

    /// <summary>The uploaded rows of the 8-bit image.</summary>
    public Tensor Bytes(int channel) => SampleConversion.ToBytes(Stored(channel), mapping);

    /// <summary>The band's rows of an extra channel, float32.</summary>
    public Tensor Extra(int index)
    {
        (SegImage extra, int plane) = extras[index];
        using Tensor samples = SampleConversion.Upload(extra, plane, First, Count, device);
        return SampleConversion.ToRaw(samples);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in stored.Values.Concat(grey.Values))
        {
            tensor.Dispose();
        }
    }

    private Tensor Stored(int channel)
    {
        if (!stored.TryGetValue(channel, out Tensor? samples))
        {
            stored[channel] = samples = SampleConversion.Upload(image, channel, FirstUploaded, UploadedCount, device);
        }

        return samples;
    }

    private Tensor Grey(int channel)
    {
        if (!grey.TryGetValue(channel, out Tensor? values))
        {
            grey[channel] = values = SampleConversion.ToGrey(Stored(channel), image);
        }

        return values;
    }
}
