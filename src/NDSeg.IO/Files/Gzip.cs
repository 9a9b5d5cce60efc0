using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace NDSeg.IO.Files;

/// <summary>gzip files of one member, as Zarr chunks hold them.</summary>
internal static class Gzip
{
    private const int TailBytes = 8;

    /// <summary>The bytes of a whole file, its checksum and length verified; null when they are not those or damaged.</summary>
    /// <param name="compressed">A whole file, nothing behind it.</param>
    /// <param name="count">Bytes it must hold.</param>
    public static byte[]? Inflate(byte[] compressed, int count)
    {
        if (compressed.Length <= TailBytes)
        {
            return null;
        }

        try
        {
            // The runtime takes an input that ends early for the end of the file, so the tail is compared here.
            var result = GC.AllocateUninitializedArray<byte>(count);
            using var inflater = new GZipStream(new MemoryStream(compressed, writable: false), CompressionMode.Decompress);
            inflater.ReadExactly(result);
            ReadOnlySpan<byte> tail = compressed.AsSpan(compressed.Length - TailBytes);
            return inflater.ReadByte() < 0
                && BinaryPrimitives.ReadUInt32LittleEndian(tail) == Crc32.HashToUInt32(result)
                && BinaryPrimitives.ReadUInt32LittleEndian(tail[4..]) == (uint)count
                    ? result
                    : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
