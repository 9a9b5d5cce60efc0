using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>What elements have that were never written (IV.A.2.e, IV.A.2.f).</summary>
internal sealed class FillValue
{
    private readonly byte[] value;

    private FillValue(byte[] value) => this.value = value;

    public static FillValue Parse(ObjectHeader header)
    {
        if (header.Find(MessageType.FillValue) is ReadOnlyMemory<byte> message)
        {
            ReadOnlySpan<byte> body = message.Span;
            int version = body[0];
            bool defined = version < 2 || (version == 2 ? body[3] != 0 : (body[1] & 0x20) != 0);
            int at = version < 3 ? 4 : 2;
            return new FillValue(defined && body.Length >= at + 4 ? Value(body[at..]) : []);
        }

        return new FillValue(header.Find(MessageType.OldFillValue) is ReadOnlyMemory<byte> old ? Value(old.Span) : []);
    }

    /// <summary>Bytes full of the value.</summary>
    /// <param name="size">Number of bytes.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    public byte[] Make(int size, int elementSize)
    {
        var data = new byte[size];
        if (value.Length == elementSize && value.AsSpan().IndexOfAnyExcept((byte)0) >= 0)
        {
            for (int at = 0; at + value.Length <= size; at += value.Length)
            {
                value.CopyTo(data, at);
            }
        }

        return data;
    }

    private static byte[] Value(ReadOnlySpan<byte> body)
    {
        int size = BinaryPrimitives.ReadInt32LittleEndian(body);
        return size > 0 ? body.Slice(4, size).ToArray() : [];
    }
}
