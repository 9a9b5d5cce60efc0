using System.Buffers.Binary;

namespace NDSeg.IO.Hdf;

/// <summary>How the elements of a dataset are stored (IV.A.2.i).</summary>
internal sealed record HdfLayout
{
    public required HdfLayoutKind Kind { get; init; }

    /// <summary>Address of contiguous data or of the chunk index.</summary>
    public long Address { get; private init; } = HdfSource.Undefined;

    /// <summary>Data of a compact dataset.</summary>
    public ReadOnlyMemory<byte> Compact { get; private init; }

    /// <summary>Lengths of a chunk in elements; one per axis.</summary>
    public long[] Chunk { get; private init; } = [];

    public HdfChunkIndexKind Index { get; private init; }

    /// <summary>Stored bytes of a single chunk that went through filters; 0 otherwise.</summary>
    public long SingleSize { get; private init; }

    public uint SingleMask { get; private init; }

    /// <summary>Whether chunks that reach over the border are stored without filters.</summary>
    public bool LeavesEdgesUnfiltered { get; private init; }

    public static HdfLayout Parse(HdfSource file, ReadOnlyMemory<byte> message)
    {
        ReadOnlySpan<byte> body = message.Span;
        int version = body[0];
        return version switch
        {
            1 or 2 => ParseOld(file, message),
            3 or 4 or 5 => body[1] switch
            {
                0 => new HdfLayout { Kind = HdfLayoutKind.Compact, Compact = message.Slice(4, BinaryPrimitives.ReadUInt16LittleEndian(body[2..])) },
                1 => new HdfLayout { Kind = HdfLayoutKind.Contiguous, Address = file.Address(body[2..]) },
                2 => version == 3 ? ParseChunked3(file, body) : ParseChunked4(file, body),
                3 => new HdfLayout { Kind = HdfLayoutKind.Virtual },
                _ => throw file.Corrupt($"It holds a data layout of class {body[1]}."),
            },
            _ => throw file.Unsupported($"an HDF5 data layout of version {version}"),
        };
    }

    private static HdfLayout ParseOld(HdfSource file, ReadOnlyMemory<byte> message)
    {
        ReadOnlySpan<byte> body = message.Span;
        int dimensions = body[1];
        int kind = body[2];
        int at = 8 + (kind == 0 ? 0 : file.OffsetSize);
        long address = kind == 0 ? HdfSource.Undefined : file.Address(body[8..]);
        var lengths = new long[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            lengths[i] = BinaryPrimitives.ReadUInt32LittleEndian(body[(at + (4 * i))..]);
        }

        at += 4 * dimensions;
        return kind switch
        {
            0 => new HdfLayout { Kind = HdfLayoutKind.Compact, Compact = message.Slice(at + 4, checked((int)BinaryPrimitives.ReadUInt32LittleEndian(body[at..]))) },
            1 => new HdfLayout { Kind = HdfLayoutKind.Contiguous, Address = address },
            _ => new HdfLayout { Kind = HdfLayoutKind.Chunked, Address = address, Chunk = lengths[..^1], Index = HdfChunkIndexKind.BTree1 },
        };
    }

    private static HdfLayout ParseChunked3(HdfSource file, ReadOnlySpan<byte> body)
    {
        // The last length is the size of an element.
        int rank = body[2] - 1;
        var chunk = new long[Math.Max(0, rank)];
        for (int i = 0; i < rank; i++)
        {
            chunk[i] = BinaryPrimitives.ReadUInt32LittleEndian(body[(3 + file.OffsetSize + (4 * i))..]);
        }

        return new HdfLayout { Kind = HdfLayoutKind.Chunked, Address = file.Address(body[3..]), Chunk = chunk, Index = HdfChunkIndexKind.BTree1 };
    }

    private static HdfLayout ParseChunked4(HdfSource file, ReadOnlySpan<byte> body)
    {
        int flags = body[2];
        int rank = body[3] - 1;
        int bytes = body[4];
        var chunk = new long[Math.Max(0, rank)];
        for (int i = 0; i < rank; i++)
        {
            chunk[i] = checked((long)HdfSource.Unsigned(body.Slice(5 + (i * bytes), bytes)));
        }

        int at = 5 + ((rank + 1) * bytes);
        int kind = body[at++];
        long size = 0;
        uint mask = 0;
        switch (kind)
        {
            case 1 when (flags & 2) != 0:
                size = file.LengthOf(body[at..]);
                mask = BinaryPrimitives.ReadUInt32LittleEndian(body[(at + file.LengthSize)..]);
                at += file.LengthSize + 4;
                break;
            case 1 or 2:
                break;
            case 3: at += 1; break;
            case 4: at += 5; break;
            case 5: at += 6; break;
            default: throw file.Unsupported($"an HDF5 chunk index of type {kind}");
        }

        return new HdfLayout
        {
            Kind = HdfLayoutKind.Chunked,
            Address = file.Address(body[at..]),
            Chunk = chunk,
            Index = (HdfChunkIndexKind)kind,
            SingleSize = size,
            SingleMask = mask,
            LeavesEdgesUnfiltered = (flags & 1) != 0,
        };
    }
}
