using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>Attributes of numbers (IV.A.2.m), kept in the header of their object.</summary>
internal static class NumberAttribute
{
    // Sizes, offsets and the like; more numbers are data.
    private const int Most = 64;

    /// <summary>The numbers of the attribute, or null where there is none of numbers.</summary>
    public static double[]? Read(ObjectHeader header, string name)
    {
        byte[] wanted = System.Text.Encoding.UTF8.GetBytes(name);
        foreach (Message message in header.Messages)
        {
            if (message.Type == MessageType.Attribute && Parse(message.Body.Span, wanted) is double[] numbers)
            {
                return numbers;
            }
        }

        return null;
    }

    private static double[]? Parse(ReadOnlySpan<byte> body, byte[] wanted)
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
        if (!type.IsNumeric || type.Size == 0)
        {
            return null;
        }

        // A message of version 1 is padded with bytes that are no numbers; the space says how many there are.
        ReadOnlySpan<byte> space = body.Slice(at + Padded(nameSize) + Padded(typeSize), spaceSize);
        int count = Math.Min(Count(space), value.Length / type.Size);
        if (count > Most)
        {
            return null;
        }

        var numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = Number(value.Slice(i * type.Size, type.Size), type);
        }

        return numbers;
    }

    // Dataspace message (IV.A.2.b): rank, then lengths of eight bytes, which every file this reads has unless it is tiny.
    private static int Count(ReadOnlySpan<byte> space)
    {
        int rank = space[1];
        int lengths = space[0] == 1 ? 8 : 4;
        int size = rank == 0 ? 0 : Math.Min((space.Length - lengths) / rank, 8);
        long count = 1;
        for (int i = 0; i < rank; i++)
        {
            count = Math.Min(count * (long)Math.Min(AddressSpace.Unsigned(space.Slice(lengths + (i * size), size)), Most + 1), Most + 1);
        }

        return (int)count;
    }

    private static double Number(ReadOnlySpan<byte> bytes, Hdf5Type type)
    {
        Span<byte> ordered = stackalloc byte[8];
        bytes.CopyTo(ordered);
        if (type.IsBigEndian)
        {
            ordered[..type.Size].Reverse();
        }

        if (type.Kind == Hdf5ElementKind.Float)
        {
            return type.Size switch
            {
                2 => (double)BinaryPrimitives.ReadHalfLittleEndian(ordered),
                4 => BinaryPrimitives.ReadSingleLittleEndian(ordered),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(ordered),
            };
        }

        ulong bits = BinaryPrimitives.ReadUInt64LittleEndian(ordered);
        int shift = 64 - (8 * type.Size);
        return type.Kind == Hdf5ElementKind.SignedInteger ? (long)(bits << shift) >> shift : bits;
    }
}
