using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>
/// Blosc 1 (registered filter 32001): a head of 16 bytes, offsets of blocks, and blocks that are shuffled by bytes or bits and
/// compressed with BloscLZ, LZ4, zlib or Zstandard.
/// </summary>
internal static class BloscFilter
{
    private const int HeadBytes = 16;
    private const int MostStreams = 16;

    /// <summary>Exactly <paramref name="size"/> bytes.</summary>
    public static byte[] Undo(byte[] data, int size)
    {
        int flags = data[2];
        int element = Math.Max(1, (int)data[3]);
        int total = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(4));
        int block = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(8));
        if (total != size || block < 1 || data[0] is 0 or > 2)
        {
            throw Hdf5Exception.Corrupt($"A Blosc chunk of version {data[0]} announces {total} bytes instead of {size}, in blocks of {block}.");
        }

        if ((flags & 2) != 0)
        {
            return data.AsSpan(HeadBytes, size).ToArray();
        }

        var result = new byte[size];
        var scratch = new byte[Math.Min(block, size)];
        for (int i = 0, done = 0; done < size; i++, done += block)
        {
            int at = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(HeadBytes + (4 * i)));
            Span<byte> target = result.AsSpan(done, Math.Min(block, size - done));
            Span<byte> packed = scratch.AsSpan(0, target.Length);
            Decode(data, at, packed, flags, element, isWhole: target.Length == block);
            Unshuffle(packed, target, flags, element);
        }

        return result;
    }

    /// <summary>A block is cut into one stream per byte of an element, or is one stream.</summary>
    private static void Decode(byte[] data, int at, Span<byte> target, int flags, int element, bool isWhole)
    {
        bool isSplit = (flags & 0x10) == 0 && isWhole && element <= MostStreams && target.Length / element >= 128 && target.Length % element == 0;
        int streams = isSplit ? element : 1;
        int bytes = target.Length / streams;
        for (int s = 0; s < streams; s++)
        {
            int stored = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at));
            ReadOnlySpan<byte> source = data.AsSpan(at + 4, stored);
            Span<byte> part = target.Slice(s * bytes, bytes);
            if (stored == bytes)
            {
                source.CopyTo(part);
            }
            else
            {
                Decode(source, part, flags >> 5);
            }

            at += 4 + stored;
        }
    }

    private static void Decode(ReadOnlySpan<byte> source, Span<byte> target, int codec)
    {
        switch (codec)
        {
            case 0: BloscLz.Decode(source, target); break;
            case 1: Lz4Block.Decode(source, target); break;
            case 3: DeflateFilter.Undo(source.ToArray(), target.Length).CopyTo(target); break;
            case 4: ZstandardFilter.Decode(source, target); break;
            default: throw AddressSpace.Unsupported(codec == 2 ? "data compressed with Blosc and Snappy" : $"data compressed with Blosc and codec {codec}");
        }
    }

    private static void Unshuffle(ReadOnlySpan<byte> packed, Span<byte> target, int flags, int element)
    {
        if ((flags & 1) != 0 && element > 1)
        {
            ShuffleFilter.Undo(packed.ToArray(), element).CopyTo(target);
        }
        else if ((flags & 4) != 0 && packed.Length / element % 8 == 0)
        {
            // Blocks whose elements do not come in eights are left as they are, and so are bytes behind the last element.
            int whole = packed.Length / element * element;
            BitshuffleFilter.Transpose(packed[..whole], target[..whole], element);
            packed[whole..].CopyTo(target[whole..]);
        }
        else
        {
            packed.CopyTo(target);
        }
    }
}
