using System.Buffers.Binary;
using NDSeg.IO.Files;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>How a shard holds its chunks: one after the other, with an index of places and lengths before or behind them.</summary>
/// <param name="Chunk">Lengths of a chunk.</param>
/// <param name="Inner">What is done to each chunk.</param>
/// <param name="IsIndexFirst">Whether the index stands before the chunks.</param>
/// <param name="HasChecksum">Whether a checksum follows the index.</param>
/// <param name="IsBigEndian">Byte order of the index.</param>
internal sealed record ShardLayout(long[] Chunk, ChunkPipeline Inner, bool IsIndexFirst, bool HasChecksum, bool IsBigEndian)
{
    private const int EntryBytes = 16;

    /// <summary>Chunks along every axis of a shard.</summary>
    public long[] Counts(IReadOnlyList<long> shard) => [.. Chunk.Select((length, axis) => shard[axis] / length)];

    /// <summary>Bytes of the index of a shard, its checksum included.</summary>
    public Int128 IndexBytes(IReadOnlyList<long> shard) => ArrayMetadata.Product(Counts(shard), EntryBytes) + (HasChecksum ? 4 : 0);

    /// <summary>Reads the index of a shard.</summary>
    /// <param name="length">Bytes of the shard.</param>
    /// <param name="read">Reads a range of it.</param>
    /// <param name="shard">Lengths of the shard.</param>
    /// <param name="path">The array, for messages.</param>
    /// <returns>Offset and length of every chunk, row-major; both -1 where it was never written.</returns>
    /// <exception cref="SegException">TruncatedImage; CorruptImage.</exception>
    public (long Offset, long Length)[] ReadIndex(long length, Func<long, int, byte[]> read, IReadOnlyList<long> shard, string path)
    {
        Int128 bytes = IndexBytes(shard);
        if (bytes > length || bytes > Array.MaxLength)
        {
            throw FileErrors.Truncated(path, $"Expected an index of {bytes} bytes in a shard, found {length} bytes.");
        }

        byte[] index = read(IsIndexFirst ? 0 : length - (long)bytes, (int)bytes);
        int entries = index.Length / EntryBytes;
        if (HasChecksum && Crc32C.Of(index.AsSpan(0, EntryBytes * entries)) != BinaryPrimitives.ReadUInt32LittleEndian(index.AsSpan(EntryBytes * entries)))
        {
            throw FileErrors.Corrupt(path, "The checksum of a shard's index does not match.");
        }

        var result = new (long, long)[entries];
        for (int i = 0; i < entries; i++)
        {
            ulong offset = Number(index.AsSpan(EntryBytes * i));
            ulong count = Number(index.AsSpan((EntryBytes * i) + 8));
            bool isMissing = offset == ulong.MaxValue && count == ulong.MaxValue;
            if (!isMissing && (offset > (ulong)length || count > (ulong)length - offset))
            {
                throw FileErrors.Truncated(path, $"Expected {count} bytes at offset {offset} of a shard, found {length} bytes.");
            }

            result[i] = isMissing ? (-1, -1) : ((long)offset, (long)count);
        }

        return result;
    }

    private ulong Number(ReadOnlySpan<byte> bytes) => IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
