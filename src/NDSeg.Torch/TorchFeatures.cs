using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Torch.Tensors;
using static TorchSharp.torch;

namespace NDSeg.Torch;

/// <summary>A stack of C x H x W float32 maps in a device's memory. Disposing it gives the memory back at once.</summary>
public sealed class TorchFeatures : SegFeatures
{
    private readonly Tensor stack;
    private bool disposed;

    internal TorchFeatures(SegImage image, FeaturePlan plan, Tensor stack, string deviceName)
        : base(image.Height, image.Width, plan, image)
    {
        this.stack = stack;
        DeviceName = deviceName;
    }

    /// <inheritdoc/>
    public override DeviceKind Device => DeviceName.StartsWith("cuda", StringComparison.Ordinal) ? DeviceKind.Cuda : DeviceKind.Cpu;

    /// <inheritdoc/>
    public override string DeviceName { get; }

    /// <inheritdoc/>
    public override bool IsDisposed => disposed;

    /// <summary>The maps, C x H x W.</summary>
    /// <exception cref="ObjectDisposedException">The stack was disposed.</exception>
    internal Tensor Stack
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return stack;
        }
    }

    /// <inheritdoc/>
    public override float[] CopyMap(int map)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)map, (uint)Count);
        var copy = new float[checked(Height * Width)];
        using Tensor plane = Stack.select(0, map);
        DeviceTransfer.Download(plane, copy.AsSpan());
        return copy;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The tensor's own handle has a finaliser for a stack that nobody disposes.
        if (disposing && !disposed)
        {
            disposed = true;
            stack.Dispose();
        }
    }
}
