using NDSeg.Engines;
using NDSeg.Features;
using NDSeg.Imaging;

namespace NDSeg.Torch;

/// <summary>A stack of C x H x W float32 maps in a device's memory. Disposing it gives the memory back at once.</summary>
public sealed class TorchFeatures : SegFeatures
{
    internal TorchFeatures(int height, int width, FeaturePlan plan, SegImage image, string deviceName)
        : base(height, width, plan, image)
    {
        DeviceName = deviceName;
    }

    /// <inheritdoc/>
    public override DeviceKind Device => DeviceName.StartsWith("cuda", StringComparison.Ordinal) ? DeviceKind.Cuda : DeviceKind.Cpu;

    /// <inheritdoc/>
    public override string DeviceName { get; }

    /// <inheritdoc/>
    public override bool IsDisposed => throw new NotImplementedException();

    /// <inheritdoc/>
    public override float[] CopyMap(int map) => throw new NotImplementedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => throw new NotImplementedException();
}
