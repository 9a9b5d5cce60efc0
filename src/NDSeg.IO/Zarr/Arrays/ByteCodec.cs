using System.Buffers.Binary;
using System.Text.Json;
using NDSeg.Hdf5;
using NDSeg.IO.Files;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>A step of a chunk's pipeline that takes bytes to bytes.</summary>
/// <param name="Name">Name in the metadata, without the prefix <c>numcodecs.</c>.</param>
/// <param name="ElementBytes">Bytes of an element, for shuffling.</param>
internal sealed record ByteCodec(string Name, int ElementBytes)
{
    private const int ChecksumBytes = 4;
    private const string Prefix = "numcodecs.";

    /// <summary>Whether it makes data shorter, so that their length says nothing about what they hold.</summary>
    public bool Compresses => Name is "gzip" or "zlib" or "zstd" or "blosc" or "lz4";

    /// <summary>Bytes it adds.</summary>
    public int Overhead => Name == "crc32c" ? ChecksumBytes : 0;

    /// <summary>The greatest number of bytes that one stored byte can stand for: LZ4 stretches one byte to 255, Zstandard 4 bytes to 128 KiB, and Blosc may hold any of these.</summary>
    public long GreatestRatio => Name switch { "gzip" or "zlib" => 1040, "lz4" => 260, "blosc" or "zstd" => 33000, _ => 1 };

    /// <summary>The codec that a name asks for, or null when it is not known.</summary>
    public static ByteCodec? Of(string? name, JsonElement configuration)
    {
        string known = name?.StartsWith(Prefix, StringComparison.Ordinal) == true ? name[Prefix.Length..] : name ?? string.Empty;
        JsonElement size = configuration.Member("elementsize");
        int bytes = size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int given) ? given : 4;
        return known is "gzip" or "zlib" or "zstd" or "blosc" or "lz4" or "crc32c" or "shuffle" ? new ByteCodec(known, bytes) : null;
    }

    /// <summary>Undoes the step.</summary>
    /// <param name="data">What it made.</param>
    /// <param name="size">Bytes it was given.</param>
    /// <param name="path">The array, for messages.</param>
    /// <exception cref="SegException">CorruptImage; UnsupportedImage.</exception>
    public byte[] Undo(byte[] data, int size, string path)
    {
        try
        {
            return Name switch
            {
                "gzip" => Gzip.Inflate(data, size),
                "zlib" => Zlib.Inflate(data, size),
                "zstd" => Zstandard.Inflate(data, size),
                "blosc" => ChunkCodecs.Blosc(data, size),
                "lz4" => Lz4(data, size),
                "crc32c" => Checked(data),
                _ => ChunkCodecs.Unshuffle(data, ElementBytes),
            }
            ?? throw FileErrors.Corrupt(path, $"A chunk is no {Name} stream of {size} bytes.");
        }
        catch (Hdf5Exception e)
        {
            throw e.Kind == Hdf5ErrorKind.Unsupported ? FileErrors.Unsupported(path, e.Detail, "Write it again with gzip or zstd.") : FileErrors.Corrupt(path, e.Detail, e);
        }
    }

    // The library puts the length in front.
    private static byte[]? Lz4(byte[] data, int size)
        => data.Length >= 4 && BinaryPrimitives.ReadInt32LittleEndian(data) == size ? ChunkCodecs.Lz4(data.AsMemory(4), size) : null;

    private static byte[]? Checked(byte[] data)
        => data.Length >= ChecksumBytes && Crc32C.Of(data.AsSpan(0, data.Length - ChecksumBytes)) == BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(data.Length - ChecksumBytes))
            ? data[..^ChecksumBytes]
            : null;
}
