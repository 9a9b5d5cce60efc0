using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>LZ4 (registered filter 32004): big-endian total and block sizes, then blocks with their stored sizes.</summary>
internal static class Lz4Filter
{
    /// <summary>Exactly <paramref name="size"/> bytes.</summary>
    public static byte[] Undo(byte[] data, int size)
    {
        long total = BinaryPrimitives.ReadInt64BigEndian(data);
        int block = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(8));
        if (total != size || block < 1)
        {
            throw Hdf5Exception.Corrupt($"An LZ4 chunk announces {total} bytes instead of {size}, in blocks of {block}.");
        }

        var result = new byte[size];
        int at = 12;
        for (int done = 0; done < size;)
        {
            int wanted = Math.Min(block, size - done);
            int stored = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
            ReadOnlySpan<byte> source = data.AsSpan(at + 4, stored);
            if (stored == wanted)
            {
                source.CopyTo(result.AsSpan(done));
            }
            else
            {
                Lz4Block.Decode(source, result.AsSpan(done, wanted));
            }

            at += 4 + stored;
            done += wanted;
        }

        return result;
    }
}
