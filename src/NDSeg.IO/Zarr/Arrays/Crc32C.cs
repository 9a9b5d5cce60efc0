using System.Buffers.Binary;
using System.Numerics;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>The Castagnoli checksum, by which Zarr secures chunks and the indices of shards.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        }

        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
