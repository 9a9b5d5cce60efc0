using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>How the elements of a dataset are stored (IV.A.2.i).</summary>
internal sealed record Layout
{
    public required LayoutKind Kind { get; init; }

    /// <summary>Address of contiguous data, of the chunk index, or of a virtual dataset's global heap.</summary>
    public long Address { get; private init; } = AddressSpace.Undefined;

    /// <summary>Number of the object with the mappings of a virtual dataset, in the global heap at <see cref="Address"/>.</summary>
    public uint HeapObject { get; private init; }

    /// <summary>Data of a compact dataset.</summary>
    public ReadOnlyMemory<byte> Compact { get; private init; }

    /// <summary>Lengths of a chunk in elements; one per axis.</summary>
    public long[] Chunk { get; private init; } = [];

    public ChunkIndexKind Index { get; private init; }

    /// <summary>Stored bytes of a single chunk that went through filters; 0 otherwise.</summary>
    public long SingleSize { get; private init; }

    public uint SingleMask { get; private init; }

    /// <summary>Whether chunks that reach over the border are stored without filters.</summary>
    public bool LeavesEdgesUnfiltered { get; private init; }

    /// <summary>Whether a layout message is that of a virtual dataset.</summary>
    public static bool IsVirtual(ReadOnlySpan<byte> body) => body[0] is 3 or 4 or 5 && body[1] == 3;

    public static Layout Parse(AddressSpace file, ReadOnlyMemory<byte> message)
    {
        ReadOnlySpan<byte> body = message.Span;
        int version = body[0];
        return version switch
        {
            1 or 2 => ParseOld(file, message),
            3 or 4 or 5 => body[1] switch
            {
                0 => new Layout { Kind = LayoutKind.Compact, Compact = message.Slice(4, BinaryPrimitives.ReadUInt16LittleEndian(body[2..])) },
                1 => new Layout { Kind = LayoutKind.Contiguous, Address = file.Address(body[2..]) },
                2 => version == 3 ? ParseChunked3(file, body) : ParseChunked4(file, body),
                3 => new Layout
                {
                    Kind = LayoutKind.Virtual,
                    Address = file.Address(body[2..]),
                    HeapObject = BinaryPrimitives.ReadUInt32LittleEndian(body[(2 + file.OffsetSize)..]),
                },
                _ => throw Hdf5Exception.Corrupt($"It holds a data layout of class {body[1]}."),
            },
            _ => throw AddressSpace.Unsupported($"an HDF5 data layout of version {version}"),
        };
    }

    private static Layout ParseOld(AddressSpace file, ReadOnlyMemory<byte> message)
    {
        ReadOnlySpan<byte> body = message.Span;
        int dimensions = body[1];
        int kind = body[2];
        int at = 8 + (kind == 0 ? 0 : file.OffsetSize);
        long address = kind == 0 ? AddressSpace.Undefined : file.Address(body[8..]);
        var lengths = new long[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            lengths[i] = BinaryPrimitives.ReadUInt32LittleEndian(body[(at + (4 * i))..]);
        }

        at += 4 * dimensions;
        return kind switch
        {
            0 => new Layout { Kind = LayoutKind.Compact, Compact = message.Slice(at + 4, checked((int)BinaryPrimitives.ReadUInt32LittleEndian(body[at..]))) },
            1 => new Layout { Kind = LayoutKind.Contiguous, Address = address },
            _ => new Layout { Kind = LayoutKind.Chunked, Address = address, Chunk = lengths[..^1], Index = ChunkIndexKind.BTree1 },
        };
    }

    private static Layout ParseChunked3(AddressSpace file, ReadOnlySpan<byte> body)
    {
        // The last length is the size of an element.
        int rank = body[2] - 1;
        var chunk = new long[Math.Max(0, rank)];
        for (int i = 0; i < rank; i++)
        {
            chunk[i] = BinaryPrimitives.ReadUInt32LittleEndian(body[(3 + file.OffsetSize + (4 * i))..]);
        }

        return new Layout { Kind = LayoutKind.Chunked, Address = file.Address(body[3..]), Chunk = chunk, Index = ChunkIndexKind.BTree1 };
    }

    private static Layout ParseChunked4(AddressSpace file, ReadOnlySpan<byte> body)
    {
        int flags = body[2];
        int rank = body[3] - 1;
        int bytes = body[4];
        var chunk = new long[Math.Max(0, rank)];
        for (int i = 0; i < rank; i++)
        {
            chunk[i] = checked((long)AddressSpace.Unsigned(body.Slice(5 + (i * bytes), bytes)));
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
            default: throw AddressSpace.Unsupported($"an HDF5 chunk index of type {kind}");
        }

        return new Layout
        {
            Kind = LayoutKind.Chunked,
            Address = file.Address(body[at..]),
            Chunk = chunk,
            Index = (ChunkIndexKind)kind,
            SingleSize = size,
            SingleMask = mask,
            LeavesEdgesUnfiltered = (flags & 1) != 0,
        };
    }
}
