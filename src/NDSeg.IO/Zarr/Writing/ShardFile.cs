using System.Buffers.Binary;
using NDSeg.IO.Zarr.Arrays;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>A shard as this module writes it: the chunks one after the other, then offset and length of each, then the checksum of these.</summary>
internal static class ShardFile
{
    private const int EntryBytes = 16;
    private const int ChecksumBytes = 4;

    /// <summary>Puts chunks into one file.</summary>
    public static byte[] Join(IReadOnlyList<byte[]> chunks)
    {
        int data = checked(chunks.Sum(c => c.Length));
        var file = new byte[checked(data + (chunks.Count * EntryBytes) + ChecksumBytes)];
        Span<byte> index = file.AsSpan(data, chunks.Count * EntryBytes);
        int at = 0;
        for (int i = 0; i < chunks.Count; i++)
        {
            chunks[i].CopyTo(file, at);
            BinaryPrimitives.WriteInt64LittleEndian(index[(i * EntryBytes)..], at);
            BinaryPrimitives.WriteInt64LittleEndian(index[((i * EntryBytes) + 8)..], chunks[i].Length);
            at += chunks[i].Length;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - ChecksumBytes), Crc32C.Of(index));
        return file;
    }

    /// <summary>The chunks of a file that <see cref="Join"/> made; null where it is damaged.</summary>
    public static byte[][]? Split(byte[] file, int count)
    {
        int data = file.Length - (count * EntryBytes) - ChecksumBytes;
        if (data < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> index = file.AsSpan(data, count * EntryBytes);
        if (Crc32C.Of(index) != BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(file.Length - ChecksumBytes)))
        {
            return null;
        }

        var chunks = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            long at = BinaryPrimitives.ReadInt64LittleEndian(index[(i * EntryBytes)..]);
            long length = BinaryPrimitives.ReadInt64LittleEndian(index[((i * EntryBytes) + 8)..]);
            if (at < 0 || length < 0 || length > data - at)
            {
                return null;
            }

            chunks[i] = file[(int)at..(int)(at + length)];
        }

        return chunks;
    }
}
