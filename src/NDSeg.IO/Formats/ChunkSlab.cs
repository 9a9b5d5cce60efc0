using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NDSeg.IO.Formats;

/// <summary>
/// Gathers one slice of an array from its chunks. Chunks that reach over several slices are kept, within limits, so
/// that reading slice by slice unpacks each of them once.
/// </summary>
/// <param name="array">The array.</param>
/// <param name="axes">Its axes.</param>
/// <param name="mostBytes">Bytes of chunks, or of slices, that are kept.</param>
internal sealed class ChunkSlab(IChunkedArray array, SliceAxes axes, long mostBytes = ChunkSlab.MostCachedBytes)
{
    private const long MostCachedBytes = 256L << 20;

    // Slices that were read along with the one asked for, where the chunks they share are too large to be kept.
    private readonly Dictionary<int, PlaneSet> ahead = [];
    private int last = -2;

    private readonly Dictionary<long, byte[]?> cache = [];
    private long cachedBytes;
    private long cachedLayer = -1;

    /// <summary>Fills the planes of one slice, in the byte order of this machine.</summary>
    public void Read(int slice, PlaneSet planes, CancellationToken cancellation)
    {
        if (SharedBytes() > mostBytes)
        {
            ReadAhead(slice, planes, cancellation);
            return;
        }

        long layer = LayerOf(slice);
        if (layer != cachedLayer)
        {
            cache.Clear();
            cachedBytes = 0;
            cachedLayer = layer;
        }

        Visit(layer, (number, place) => Scatter(Load(number, place), place, slice, planes), cancellation);
    }

    /// <summary>Bytes of the chunks that a layer of slices shares; 0 where every chunk belongs to one slice.</summary>
    private Int128 SharedBytes()
    {
        if (axes.Slice < 0 || array.ChunkLengths[axes.Slice] == 1)
        {
            return 0;
        }

        Int128 chunks = (Int128)Count(axes.Channel) * Count(axes.Row) * Count(axes.Column);
        return array.ChunkLengths.Aggregate(chunks * array.ElementBytes, (product, length) => product * length);
    }

    /// <summary>
    /// Reads a run of slices at once, so that a volume read slice by slice is unpacked once per run instead of once per slice.
    /// A slice that does not follow the last one is read alone.
    /// </summary>
    private void ReadAhead(int slice, PlaneSet planes, CancellationToken cancellation)
    {
        if (!ahead.Remove(slice, out PlaneSet? ready))
        {
            ahead.Clear();
            long length = array.ChunkLengths[axes.Slice];
            long inner = Inner(slice);
            long rest = Math.Min(((inner / length) + 1) * length, array.Lengths[axes.Slice]) - inner;
            long bytes = planes.Planes.Sum(p => (long)Buffer.ByteLength(p));
            int run = slice == last + 1 ? (int)Math.Clamp(mostBytes / Math.Max(1, bytes), 1, rest) : 1;
            PlaneSet[] targets = [planes, .. Enumerable.Range(1, run - 1).Select(_ => planes.Another())];
            Visit(
                LayerOf(slice),
                (_, place) =>
                {
                    byte[]? data = array.ReadChunk(place);
                    Swap(data);
                    for (int s = 0; s < run; s++)
                    {
                        Scatter(data, place, slice + s, targets[s]);
                    }
                },
                cancellation);
            for (int s = 1; s < run; s++)
            {
                ahead.Add(slice + s, targets[s]);
            }
        }

        ready?.CopyTo(planes);
        last = slice;
    }

    /// <summary>Goes through the chunks of a layer of slices.</summary>
    private void Visit(long layer, Action<long, long[]> visit, CancellationToken cancellation)
    {
        var place = new long[array.ChunkLengths.Count];
        if (axes.Slice >= 0)
        {
            place[axes.Slice] = layer % Count(axes.Slice);
            Set(place, axes.Outer, layer / Count(axes.Slice));
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
                    visit(number, place);
                }
            }
        }
    }

    // With a second axis of slices the first one runs through for every step of it.
    private long Inner(int slice) => axes.Outer < 0 ? slice : slice % array.Lengths[axes.Slice];

    private long Outer(int slice) => axes.Outer < 0 ? 0 : slice / array.Lengths[axes.Slice];

    /// <summary>Number of the layer of chunks that a slice is in.</summary>
    private long LayerOf(int slice)
    {
        if (axes.Slice < 0)
        {
            return 0;
        }

        long layer = Inner(slice) / array.ChunkLengths[axes.Slice];
        return axes.Outer < 0 ? layer : (Outer(slice) / array.ChunkLengths[axes.Outer] * Count(axes.Slice)) + layer;
    }

    private long Count(int axis) => axis < 0 ? 1 : ((array.Lengths[axis] - 1) / array.ChunkLengths[axis]) + 1;

    private static void Set(long[] place, int axis, long value)
    {
        if (axis >= 0)
        {
            place[axis] = value;
        }
    }

    private byte[]? Load(long number, long[] place)
    {
        if (cache.TryGetValue(number, out byte[]? data))
        {
            return data;
        }

        data = array.ReadChunk(place);
        Swap(data);
        bool isShared = axes.Slice >= 0 && array.ChunkLengths[axes.Slice] > 1;
        if (isShared && cachedBytes + (data?.Length ?? 0) <= mostBytes)
        {
            cache.Add(number, data);
            cachedBytes += data?.Length ?? 0;
        }

        return data;
    }

    private void Scatter(byte[]? data, long[] place, int slice, PlaneSet planes)
    {
        int size = array.ElementBytes;
        (int c0, int channels) = Range(axes.Channel, place);
        (int y0, int rows) = Range(axes.Row, place);
        (int x0, int columns) = Range(axes.Column, place);
        long channelStride = Stride(axes.Channel);
        long rowStride = Stride(axes.Row);
        long columnStride = Stride(axes.Column);
        long start = axes.Slice >= 0 ? Inner(slice) % array.ChunkLengths[axes.Slice] * Stride(axes.Slice) : 0;
        start += axes.Outer >= 0 ? Outer(slice) % array.ChunkLengths[axes.Outer] * Stride(axes.Outer) : 0;
        for (int c = 0; c < channels; c++)
        {
            for (int y = 0; y < rows; y++)
            {
                long first = (start + (c * channelStride) + (y * rowStride)) * size;
                Span<byte> target = planes.Run(c0 + c, y0 + y, x0, columns);
                if (data is null)
                {
                    Repeat(array.Fill, target);
                }
                else if (columnStride == 1)
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

        long first = place[axis] * array.ChunkLengths[axis];
        return ((int)first, (int)Math.Min(array.ChunkLengths[axis], array.Lengths[axis] - first));
    }

    /// <summary>Elements between neighbours along an axis inside a chunk.</summary>
    private long Stride(int axis)
    {
        if (axis < 0)
        {
            return 0;
        }

        long stride = 1;
        for (int a = array.ChunkLengths.Count - 1; a > axis; a--)
        {
            stride *= array.ChunkLengths[a];
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

    private static void Repeat(ReadOnlySpan<byte> element, Span<byte> target)
    {
        if (element.IndexOfAnyExcept((byte)0) < 0)
        {
            target.Clear();
            return;
        }

        for (int at = 0; at < target.Length; at += element.Length)
        {
            element.CopyTo(target[at..]);
        }
    }

    private void Swap(byte[]? data)
    {
        if (data is null || !array.IsSwapped)
        {
            return;
        }

        switch (array.ElementBytes)
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
