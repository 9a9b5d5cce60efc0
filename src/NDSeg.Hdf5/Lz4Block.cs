using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>The LZ4 block format: a token, literals, and a copy of earlier bytes, again and again; the last part has literals only.</summary>
internal static class Lz4Block
{
    private const int LeastCopy = 4;

    /// <summary>Fills the target exactly.</summary>
    /// <exception cref="Hdf5Exception">The block has another length.</exception>
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int at = 0;
        int to = 0;
        while (true)
        {
            int token = source[at++];
            int literals = Length(source, ref at, token >> 4);
            source.Slice(at, literals).CopyTo(target[to..]);
            at += literals;
            to += literals;
            if (at == source.Length)
            {
                break;
            }

            int distance = BinaryPrimitives.ReadUInt16LittleEndian(source[at..]);
            at += 2;
            int length = checked(Length(source, ref at, token & 15) + LeastCopy);
            if (distance == 0 || distance > to || length > target.Length - to)
            {
                throw Hdf5Exception.Corrupt("An LZ4 block refers to bytes it does not have.");
            }

            Overlap.Copy(target, to, distance, length);
            to += length;
        }

        if (to != target.Length)
        {
            throw Hdf5Exception.Corrupt($"An LZ4 block has {to} bytes instead of {target.Length}.");
        }
    }

    private static int Length(ReadOnlySpan<byte> source, ref int at, int nibble)
    {
        int length = nibble;
        if (nibble == 15)
        {
            int more;
            do
            {
                more = source[at++];
                length = checked(length + more);
            }
            while (more == 255);
        }

        return length;
    }
}
