using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>Text attributes (IV.A.2.m), of fixed length or in a global heap (III.E).</summary>
internal static class TextAttribute
{
    /// <summary>The UTF-8 bytes of the attribute, or null.</summary>
    public static byte[]? Read(AddressSpace file, ObjectHeader header, string name)
    {
        byte[] wanted = System.Text.Encoding.UTF8.GetBytes(name);
        foreach (Message message in header.Messages)
        {
            if (message.Type == MessageType.Attribute && Parse(file, message.Body.Span, wanted) is byte[] text)
            {
                return text;
            }
        }

        return null;
    }

    private static byte[]? Parse(AddressSpace file, ReadOnlySpan<byte> body, byte[] wanted)
    {
        int version = body[0];
        int nameSize = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
        int typeSize = BinaryPrimitives.ReadUInt16LittleEndian(body[4..]);
        int spaceSize = BinaryPrimitives.ReadUInt16LittleEndian(body[6..]);
        int at = version == 3 ? 9 : 8;
        int Padded(int size) => version == 1 ? (size + 7) / 8 * 8 : size;
        if (!body.Slice(at, nameSize).TrimEnd((byte)0).SequenceEqual(wanted))
        {
            return null;
        }

        var type = Hdf5Type.Parse(body[(at + Padded(nameSize))..]);
        ReadOnlySpan<byte> value = body[(at + Padded(nameSize) + Padded(typeSize) + Padded(spaceSize))..];
        if (type.Kind == Hdf5ElementKind.FixedText)
        {
            return value[..Math.Min(type.Size, value.Length)].TrimEnd((byte)0).ToArray();
        }

        return type.Kind == Hdf5ElementKind.VariableText ? FromHeap(file, file.Address(value[4..]), BinaryPrimitives.ReadUInt32LittleEndian(value[(4 + file.OffsetSize)..])) : null;
    }

    private static byte[] FromHeap(AddressSpace file, long address, uint number)
        => GlobalHeap.Find(file, address, number) is ReadOnlyMemory<byte> text
            ? text.Span.TrimEnd((byte)0).ToArray()
            : throw Hdf5Exception.Corrupt("A text attribute refers to nothing.");
}
