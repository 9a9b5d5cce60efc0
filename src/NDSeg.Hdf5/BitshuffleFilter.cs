using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>
/// Bitshuffle (registered filter 32008): in blocks of elements, all lowest bits of the elements, then all second ones, and
/// so on; each block then compressed with LZ4 or Zstandard, or not at all. Elements that do not fill 8 stay as they are.
/// </summary>
internal static class BitshuffleFilter
{
    private const int Lz4 = 2;
    private const int Zstandard = 3;

    /// <summary>Exactly <paramref name="size"/> bytes.</summary>
    /// <param name="data">The stored chunk.</param>
    /// <param name="size">Bytes of a whole chunk.</param>
    /// <param name="values">Version (2), bytes of an element, elements of a block (0 for the usual number), compression.</param>
    public static byte[] Undo(byte[] data, int size, uint[] values)
    {
        int element = values.Length > 2 ? checked((int)values[2]) : 0;
        int compression = values.Length > 4 ? (int)values[4] : 0;
        int block = values.Length > 3 ? checked((int)values[3]) : 0;
        if (element < 1 || size % element != 0 || compression is not (0 or Lz4 or Zstandard))
        {
            throw Hdf5Exception.Corrupt($"A chunk of {size} bytes is shuffled by elements of {element} and compressed with method {compression}.");
        }

        int at = 0;
        if (compression != 0)
        {
            long total = BinaryPrimitives.ReadInt64BigEndian(data);
            block = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(8)) / element;
            at = 12;
            if (total != size)
            {
                throw Hdf5Exception.Corrupt($"A shuffled chunk announces {total} bytes instead of {size}.");
            }
        }

        block = block == 0 ? UsualBlock(element) : block;
        if (block < 8 || block % 8 != 0)
        {
            throw Hdf5Exception.Corrupt($"A chunk is shuffled in blocks of {block} elements.");
        }

        return Undo(data, at, size, element, block, compression);
    }

    /// <summary>Puts the bits of a number of elements that 8 divides together again.</summary>
    /// <param name="shuffled">For every bit of an element, that bit of all elements.</param>
    /// <param name="target">Receives the elements.</param>
    /// <param name="size">Bytes of an element.</param>
    public static void Transpose(ReadOnlySpan<byte> shuffled, Span<byte> target, int size)
    {
        int count = target.Length / size;
        int rowBytes = count / 8;
        for (int b = 0; b < size; b++)
        {
            for (int group = 0; group < rowBytes; group++)
            {
                // Eight bytes, one per bit: an 8 x 8 transposition gives that byte of eight elements.
                ulong bits = 0;
                for (int bit = 0; bit < 8; bit++)
                {
                    bits |= (ulong)shuffled[(((8 * b) + bit) * rowBytes) + group] << (8 * bit);
                }

                ulong turned = Turn(bits);
                for (int e = 0; e < 8; e++)
                {
                    target[(((8 * group) + e) * size) + b] = (byte)(turned >> (8 * e));
                }
            }
        }
    }

    private static byte[] Undo(byte[] data, int at, int size, int element, int block, int compression)
    {
        var result = new byte[size];
        var scratch = new byte[checked(Math.Min((long)block * element, size))];
        int elements = size / element;
        int whole = elements / 8 * 8;
        for (int done = 0; done < whole;)
        {
            int count = Math.Min(block, whole - done);
            int bytes = count * element;
            Span<byte> shuffled = scratch.AsSpan(0, bytes);
            int stored = compression == 0 ? bytes : BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
            at += compression == 0 ? 0 : 4;
            ReadOnlySpan<byte> source = data.AsSpan(at, stored);
            switch (compression)
            {
                case Lz4: Lz4Block.Decode(source, shuffled); break;
                case Zstandard: ZstandardFilter.Decode(source, shuffled); break;
                default: source.CopyTo(shuffled); break;
            }

            Transpose(shuffled, result.AsSpan(done * element, bytes), element);
            at += stored;
            done += count;
        }

        data.AsSpan(at, (elements - whole) * element).CopyTo(result.AsSpan(whole * element));
        return result;
    }

    /// <summary>Blocks of about 8 KiB, at least 128 elements.</summary>
    private static int UsualBlock(int element) => Math.Max(8192 / element / 8 * 8, 128);

    private static ulong Turn(ulong x)
    {
        ulong swap = (x ^ (x >> 7)) & 0x00AA00AA00AA00AA;
        x ^= swap ^ (swap << 7);
        swap = (x ^ (x >> 14)) & 0x0000CCCC0000CCCC;
        x ^= swap ^ (swap << 14);
        swap = (x ^ (x >> 28)) & 0x00000000F0F0F0F0;
        return x ^ swap ^ (swap << 28);
    }
}
