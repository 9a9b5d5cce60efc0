using Microsoft.Win32.SafeHandles;

namespace NDSeg.Cpu.Memory;

/// <summary>Unmanaged memory for C planes of H x W floats; returned to <see cref="MemoryPool"/> when closed or finalised.</summary>
internal sealed unsafe class PlaneBuffer : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Floats a row is padded to: two of the widest vectors, so that kernels need no scalar tail.</summary>
    internal const int RowAlignment = 32;

    private readonly int planes;
    private readonly int height;
    private readonly int width;

    private PlaneBuffer(int planes, int height, int width)
        : base(ownsHandle: true)
    {
        this.planes = planes;
        this.height = height;
        this.width = width;
        RowStride = StrideOf(width);
        PlaneStride = PlaneStrideOf(height, RowStride);
    }

    /// <summary>Floats from a row to the next.</summary>
    internal long RowStride { get; }

    /// <summary>Floats from a plane to the next.</summary>
    internal long PlaneStride { get; }

    /// <summary>Bytes in use.</summary>
    internal long ByteCount => planes * PlaneStride * sizeof(float);

    /// <summary>The planes in place.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    internal RowPlanes View
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return new RowPlanes((float*)handle, height, width, RowStride, PlaneStride);
        }
    }

    /// <summary>Takes memory whose content is undefined.</summary>
    /// <exception cref="SegException">OutOfMemory.</exception>
    internal static PlaneBuffer Rent(int planes, int height, int width)
    {
        var buffer = new PlaneBuffer(planes, height, width);
        buffer.SetHandle(MemoryPool.Shared.Rent(buffer.ByteCount));
        return buffer;
    }

    internal static long StrideOf(int width) => (width + RowAlignment - 1L) / RowAlignment * RowAlignment;

    /// <summary>An odd number of cache lines apart modulo a page, or the same pixel of all maps would share one cache set.</summary>
    internal static long PlaneStrideOf(int height, long rowStride) => (((height * rowStride) + 1023) / 1024 * 1024) + 80;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        MemoryPool.Shared.Return(handle, ByteCount);
        return true;
    }
}
