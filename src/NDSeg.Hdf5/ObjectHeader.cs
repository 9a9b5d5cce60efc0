using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>The messages that describe a group or a dataset (section IV.A), versions 1 and 2.</summary>
internal sealed class ObjectHeader
{
    private const int MostBlocks = 4096;

    private readonly AddressSpace file;
    private readonly List<Message> messages = [];
    private readonly Queue<(long Address, long Length)> blocks = new();

    private ObjectHeader(AddressSpace file) => this.file = file;

    public IReadOnlyList<Message> Messages => messages;

    public static ObjectHeader Read(AddressSpace file, long address) => Read(file, address, depth: 0);

    /// <summary>The body of the first message of a type, or null.</summary>
    public ReadOnlyMemory<byte>? Find(int type)
    {
        foreach (Message message in messages)
        {
            if (message.Type == type)
            {
                return message.Body;
            }
        }

        return null;
    }

    private static ObjectHeader Read(AddressSpace file, long address, int depth)
    {
        var header = new ObjectHeader(file);
        byte[] start = file.Read(address, 4);
        if (start.AsSpan().SequenceEqual("OHDR"u8))
        {
            header.ReadVersion2(address, depth);
        }
        else if (start[0] == 1)
        {
            header.ReadVersion1(address, depth);
        }
        else
        {
            throw Hdf5Exception.Corrupt($"Expected an object header at address {address}.");
        }

        return header;
    }

    private void ReadVersion1(long address, int depth)
    {
        byte[] prefix = file.Read(address, 16);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(prefix.AsSpan(2));
        blocks.Enqueue((address + 16, BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(8))));
        for (int block = 0; blocks.TryDequeue(out (long Address, long Length) next); block++)
        {
            RequireFew(block);
            ReadOnlyMemory<byte> body = file.Read(next.Address, next.Length);
            while (body.Length >= 8 && count > 0)
            {
                int type = BinaryPrimitives.ReadUInt16LittleEndian(body.Span);
                int size = BinaryPrimitives.ReadUInt16LittleEndian(body.Span[2..]);
                int flags = body.Span[4];
                Add(type, flags, body.Slice(8, size), depth);
                body = body[(8 + size)..];
                count--;
            }
        }
    }

    private void ReadVersion2(long address, int depth)
    {
        byte[] prefix = file.Read(address, 6);
        int flags = prefix[5];
        long at = address + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
        int sizeBytes = 1 << (flags & 3);
        long size = checked((long)AddressSpace.Unsigned(file.Read(at, sizeBytes)));
        int messageHead = (flags & 4) != 0 ? 6 : 4;
        ReadMessages2(file.Read(at + sizeBytes, size), messageHead, depth);
        for (int block = 0; blocks.TryDequeue(out (long Address, long Length) next); block++)
        {
            RequireFew(block);
            byte[] body = file.Read(next.Address, next.Length, "OCHK"u8);
            ReadMessages2(body.AsMemory(4, body.Length - 8), messageHead, depth);
        }
    }

    private void ReadMessages2(ReadOnlyMemory<byte> body, int messageHead, int depth)
    {
        while (body.Length >= messageHead)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(body.Span[1..]);
            Add(body.Span[0], body.Span[3], body.Slice(messageHead, size), depth);
            body = body[(messageHead + size)..];
        }
    }

    private void Add(int type, int flags, ReadOnlyMemory<byte> body, int depth)
    {
        if (type == MessageType.Continuation)
        {
            blocks.Enqueue((file.Address(body.Span), file.LengthOf(body.Span[file.OffsetSize..])));
        }
        else if ((flags & 2) != 0)
        {
            if (Resolve(type, body.Span, depth) is Message shared)
            {
                messages.Add(shared);
            }
        }
        else
        {
            messages.Add(new Message(type, body));
        }
    }

    /// <summary>A message that only points to the same message of another object, as committed datatypes do.</summary>
    private Message? Resolve(int type, ReadOnlySpan<byte> body, int depth)
    {
        bool inHeap = body[0] == 3 && body[1] == 1;
        if (type != MessageType.Datatype && inHeap)
        {
            return null;
        }

        if (inHeap || depth > 0)
        {
            throw AddressSpace.Unsupported("a shared message in a heap");
        }

        long address = file.Address(body[(body[0] == 1 ? 8 : 2)..]);
        return Read(file, address, depth + 1).Find(type) is ReadOnlyMemory<byte> found ? new Message(type, found) : null;
    }

    private static void RequireFew(int block)
    {
        if (block > MostBlocks)
        {
            throw Hdf5Exception.Corrupt("An object header is continued without end.");
        }
    }
}
