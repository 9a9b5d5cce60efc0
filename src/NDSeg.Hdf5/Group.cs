using System.Buffers.Binary;
using System.Text;

namespace NDSeg.Hdf5;

/// <summary>The members of a group: symbol tables (III.A to III.D), link messages, and dense links in a fractal heap.</summary>
internal static class Group
{
    /// <summary>The links of an object; null when the object is no group.</summary>
    public static IReadOnlyList<Link>? Links(AddressSpace file, ObjectHeader header)
    {
        if (header.Find(MessageType.SymbolTable) is ReadOnlyMemory<byte> table)
        {
            return SymbolTable(file, file.Address(table.Span), file.Address(table.Span[file.OffsetSize..]));
        }

        if (header.Find(MessageType.LinkInfo) is not ReadOnlyMemory<byte> info)
        {
            return null;
        }

        var links = new List<Link>();
        foreach (Message message in header.Messages)
        {
            if (message.Type == MessageType.Link)
            {
                links.Add(ParseLink(file, message.Body.Span));
            }
        }

        int at = 2 + ((info.Span[1] & 1) != 0 ? 8 : 0);
        long heapAddress = file.Address(info.Span[at..]);
        long indexAddress = file.Address(info.Span[(at + file.OffsetSize)..]);
        if (heapAddress != AddressSpace.Undefined && indexAddress != AddressSpace.Undefined)
        {
            var heap = FractalHeap.Open(file, heapAddress);
            foreach (byte[] record in BTree2.Records(file, indexAddress, type: 5))
            {
                links.Add(ParseLink(file, heap.Object(record.AsSpan(4))));
            }
        }

        return links;
    }

    private static List<Link> SymbolTable(AddressSpace file, long tree, long heap)
    {
        byte[] head = file.Read(heap, 8 + (2 * file.LengthSize) + file.OffsetSize, "HEAP"u8);
        byte[] names = file.Read(file.Address(head.AsSpan(8 + (2 * file.LengthSize))), file.LengthOf(head.AsSpan(8)));
        var links = new List<Link>();
        foreach ((_, long child) in BTree1.Entries(file, tree, type: 0, keySize: file.LengthSize))
        {
            byte[] node = file.Read(child, 8, "SNOD"u8);
            int count = BinaryPrimitives.ReadUInt16LittleEndian(node.AsSpan(6));
            int entrySize = (2 * file.OffsetSize) + 24;
            byte[] entries = file.Read(child + 8, (long)count * entrySize);
            for (int i = 0; i < count; i++)
            {
                links.Add(ParseEntry(file, entries.AsSpan(i * entrySize, entrySize), names));
            }
        }

        return links;
    }

    private static Link ParseEntry(AddressSpace file, ReadOnlySpan<byte> entry, byte[] names)
    {
        string name = Text(names, (long)AddressSpace.Unsigned(entry[..file.OffsetSize]));
        uint cache = BinaryPrimitives.ReadUInt32LittleEndian(entry[(2 * file.OffsetSize)..]);
        return cache == 2
            ? new Link(name, AddressSpace.Undefined, Text(names, BinaryPrimitives.ReadUInt32LittleEndian(entry[((2 * file.OffsetSize) + 8)..])))
            : new Link(name, file.Address(entry[file.OffsetSize..]));
    }

    private static string Text(byte[] names, long offset)
    {
        ReadOnlySpan<byte> rest = names.AsSpan(checked((int)offset));
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static Link ParseLink(AddressSpace file, ReadOnlySpan<byte> body)
    {
        int flags = body[1];
        int at = 2;
        int type = (flags & 8) != 0 ? body[at++] : 0;
        at += (flags & 4) != 0 ? 8 : 0;
        at += (flags & 0x10) != 0 ? 1 : 0;
        int lengthBytes = 1 << (flags & 3);
        int length = checked((int)AddressSpace.Unsigned(body.Slice(at, lengthBytes)));
        string name = Encoding.UTF8.GetString(body.Slice(at + lengthBytes, length));
        ReadOnlySpan<byte> value = body[(at + lengthBytes + length)..];
        return type switch
        {
            0 => new Link(name, file.Address(value)),
            1 => new Link(name, AddressSpace.Undefined, Encoding.UTF8.GetString(value.Slice(2, BinaryPrimitives.ReadUInt16LittleEndian(value)))),
            64 when value[2] == 0 => ParseExternal(name, value.Slice(3, BinaryPrimitives.ReadUInt16LittleEndian(value) - 1)),
            _ => new Link(name, AddressSpace.Undefined),
        };
    }

    /// <summary>The names of a file and of an object in it; the byte of version and flags before them is 0.</summary>
    private static Link ParseExternal(string name, ReadOnlySpan<byte> value)
    {
        int end = value.IndexOf((byte)0);
        ReadOnlySpan<byte> target = value[(end + 1)..];
        return new Link(name, AddressSpace.Undefined, Encoding.UTF8.GetString(target[..target.IndexOf((byte)0)]), Encoding.UTF8.GetString(value[..end]));
    }
}
