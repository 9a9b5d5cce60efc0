using System.Buffers.Binary;

namespace NDSeg.Hdf5;

/// <summary>Fletcher-32: a checksum behind the data of a chunk.</summary>
internal static class Fletcher32Filter
{
    /// <summary>The data without their checksum, verified.</summary>
    public static byte[] Undo(byte[] data)
    {
        if (data.Length < 4)
        {
            throw Hdf5Exception.Corrupt("A chunk is shorter than its checksum.");
        }

        byte[] body = data[..^4];
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(data.Length - 4));
        return Checksum(body) == stored ? body : throw Hdf5Exception.Corrupt("The checksum of a chunk does not match its data.");
    }

    /// <summary>Fletcher's checksum of the big-endian 16-bit words, an odd last byte counting as the high one.</summary>
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum1 = 0;
        uint sum2 = 0;
        int words = data.Length / 2;
        for (int i = 0; i < words;)
        {
            // 360 words cannot overflow 32 bits between reductions.
            for (int end = Math.Min(words, i + 360); i < end; i++)
            {
                sum1 += (uint)((data[2 * i] << 8) | data[(2 * i) + 1]);
                sum2 += sum1;
            }

            sum1 = (sum1 & 0xFFFF) + (sum1 >> 16);
            sum2 = (sum2 & 0xFFFF) + (sum2 >> 16);
        }

        if ((data.Length & 1) != 0)
        {
            sum1 += (uint)(data[^1] << 8);
            sum2 += sum1;
            sum1 = (sum1 & 0xFFFF) + (sum1 >> 16);
            sum2 = (sum2 & 0xFFFF) + (sum2 >> 16);
        }

        sum1 = (sum1 & 0xFFFF) + (sum1 >> 16);
        sum2 = (sum2 & 0xFFFF) + (sum2 >> 16);
        return (sum2 << 16) | sum1;
    }
}
