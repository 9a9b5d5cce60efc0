using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NDSeg.Hdf5;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Hdf5;

/// <summary>
/// Gathers one slice of a dataset from its chunks. Chunks that reach over several slices are kept, within limits, so
/// that reading slice by slice unpacks each of them once.
/// </summary>
internal sealed class Hdf5Slab(Hdf5Dataset dataset, Hdf5Axes axes)
{
    private const long MostCachedBytes = 256L << 20;

    private readonly Dictionary<long, byte[]> cache = [];
    private long cachedBytes;
    private long cachedLayer = -1;

    /// <summary>Fills the planes of one slice, in the byte order of this machine.</summary>
    public void Read(int slice, PlaneSet planes, CancellationToken cancellation)
    {
        IReadOnlyList<long> chunk = dataset.ChunkLengths;
        long layer = axes.Slice >= 0 ? slice / chunk[axes.Slice] : 0;
        if (layer != cachedLayer)
        {
            cache.Clear();
            cachedBytes = 0;
            cachedLayer = layer;
        }

        var place = new long[chunk.Count];
        if (axes.Slice >= 0)
        {
            place[axes.Slice] = layer;
        }

        long number = 0;
        for (long c = 0; c < Count(axes.Channel); c++)
        {
            for (long y = 0; y < Count(axes.Row); y++)
            {
                for (long x = 0; x < Count(axes.Column); x++, number++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Set(place, axes.Channel, c);
                    place[axes.Row] = y;
                    place[axes.Column] = x;
                    Scatter(Load(number, place), place, slice, planes);
                }
            }
        }
    }

    private long Count(int axis) => axis < 0 ? 1 : (dataset.Lengths[axis] + dataset.ChunkLengths[axis] - 1) / dataset.ChunkLengths[axis];

    private static void Set(long[] place, int axis, long value)
    {
        if (axis >= 0)
        {
            place[axis] = value;
        }
    }

    private byte[] Load(long number, long[] place)
    {
        if (cache.TryGetValue(number, out byte[]? data))
        {
            return data;
        }

        data = dataset.ReadChunk(place);
        Swap(data);
        bool isShared = axes.Slice >= 0 && dataset.ChunkLengths[axes.Slice] > 1;
        if (isShared && cachedBytes + data.Length <= MostCachedBytes)
        {
            cache.Add(number, data);
            cachedBytes += data.Length;
        }

        return data;
    }

    private void Scatter(byte[] data, long[] place, int slice, PlaneSet planes)
    {
        int size = dataset.Type.Size;
        (int c0, int channels) = Range(axes.Channel, place);
        (int y0, int rows) = Range(axes.Row, place);
        (int x0, int columns) = Range(axes.Column, place);
        long channelStride = Stride(axes.Channel);
        long rowStride = Stride(axes.Row);
        long columnStride = Stride(axes.Column);
        long start = axes.Slice >= 0 ? slice % dataset.ChunkLengths[axes.Slice] * Stride(axes.Slice) : 0;
        for (int c = 0; c < channels; c++)
        {
            for (int y = 0; y < rows; y++)
            {
                long first = (start + (c * channelStride) + (y * rowStride)) * size;
                Span<byte> target = planes.Run(c0 + c, y0 + y, x0, columns);
                if (columnStride == 1)
                {
                    data.AsSpan(checked((int)first), target.Length).CopyTo(target);
                }
                else
                {
                    Gather(data.AsSpan(checked((int)first)), target, columnStride, size);
                }
            }
        }
    }

    private (int First, int Count) Range(int axis, long[] place)
    {
        if (axis < 0)
        {
            return (0, 1);
        }

        long first = place[axis] * dataset.ChunkLengths[axis];
        return ((int)first, (int)Math.Min(dataset.ChunkLengths[axis], dataset.Lengths[axis] - first));
    }

    /// <summary>Elements between neighbours along an axis inside a chunk.</summary>
    private long Stride(int axis)
    {
        if (axis < 0)
        {
            return 0;
        }

        long stride = 1;
        for (int a = dataset.ChunkLengths.Count - 1; a > axis; a--)
        {
            stride *= dataset.ChunkLengths[a];
        }

        return stride;
    }

    private static void Gather(ReadOnlySpan<byte> data, Span<byte> target, long stride, int size)
    {
        switch (size)
        {
            case 1: Gather(data, target, stride); break;
            case 2: Gather(MemoryMarshal.Cast<byte, ushort>(data), MemoryMarshal.Cast<byte, ushort>(target), stride); break;
            case 4: Gather(MemoryMarshal.Cast<byte, uint>(data), MemoryMarshal.Cast<byte, uint>(target), stride); break;
            default: Gather(MemoryMarshal.Cast<byte, ulong>(data), MemoryMarshal.Cast<byte, ulong>(target), stride); break;
        }
    }

    private static void Gather<T>(ReadOnlySpan<T> data, Span<T> target, long stride)
    {
        int step = checked((int)stride);
        for (int i = 0, j = 0; i < target.Length; i++, j += step)
        {
            target[i] = data[j];
        }
    }

    private void Swap(byte[] data)
    {
        if (dataset.Type.IsBigEndian != BitConverter.IsLittleEndian)
        {
            return;
        }

        switch (dataset.Type.Size)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(data.AsSpan());
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                Span<uint> longs = MemoryMarshal.Cast<byte, uint>(data.AsSpan());
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            case 8:
                Span<ulong> quads = MemoryMarshal.Cast<byte, ulong>(data.AsSpan());
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }
}
