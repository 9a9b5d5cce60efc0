using NDSeg.Cpu.Memory;
using NDSeg.Filters;
using NDSeg.Images;

namespace NDSeg.Cpu;

/// <summary>
/// A stack of feature maps in main memory: C planes of H rows, float32, rows starting on 64-byte boundaries.
/// </summary>
public sealed unsafe class CpuFeatures : SegFeatures
{
    private readonly PlaneBuffer buffer;

    internal CpuFeatures(SegImage image, FeaturePlan plan, PlaneBuffer buffer)
        : base(image.Height, image.Width, plan, image)
    {
        this.buffer = buffer;
    }

    /// <inheritdoc/>
    public override DeviceKind Device => DeviceKind.Cpu;

    /// <inheritdoc/>
    public override string DeviceName => "cpu";

    /// <inheritdoc/>
    public override bool IsDisposed => buffer.IsClosed;

    /// <summary>
    /// The maps in place. Valid while this object is neither disposed nor collected: keep it alive
    /// (<see cref="GC.KeepAlive"/>) for as long as the pointers are used.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The stack was disposed.</exception>
    internal RowPlanes View => buffer.View;

    /// <inheritdoc/>
    public override float[] CopyMap(int map)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)map, (uint)Count);
        RowPlanes view = View;
        var copy = new float[checked(Height * Width)];
        for (int y = 0; y < Height; y++)
        {
            new ReadOnlySpan<float>(view.Row(map, y), Width).CopyTo(copy.AsSpan(y * Width, Width));
        }

        GC.KeepAlive(this);
        return copy;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The buffer is a safe handle: without Dispose its own finaliser returns the memory.
        if (disposing)
        {
            buffer.Dispose();
        }
    }
}
