using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>An array of samples or labels, chunk by chunk; the chunks of shards are read one by one.</summary>
internal sealed class ZarrArray : IChunkedArray
{
    // Chunks that hold nothing but the fill value are usually not written: a label map may be large, and all of it in a few chunks or in none.
    private const long MostUnjustified = 1L << 30;
    private const int MostIndexEntries = 1 << 20;

    private readonly ArrayMetadata metadata;
    private readonly ChunkFolder folder;
    private readonly ChunkPipeline pipeline;
    private readonly byte[] storedFill;
    private readonly Dictionary<string, (long Offset, long Length)[]> indices = [];
    private int entries;

    /// <param name="metadata">Metadata of an array whose elements are samples.</param>
    /// <param name="folder">Its folder.</param>
    public ZarrArray(ArrayMetadata metadata, string folder)
    {
        this.metadata = metadata;
        this.folder = new ChunkFolder(folder);
        pipeline = metadata.Pipeline!;
        ChunkLengths = pipeline.HasPlainShards ? pipeline.Shard!.Chunk : metadata.Chunk;
        storedFill = IsSwapped ? [.. metadata.Fill.Reverse()] : metadata.Fill;
    }

    public ElementType Type => metadata.Type;

    public IReadOnlyList<long> Lengths => metadata.Shape;

    public IReadOnlyList<long> ChunkLengths { get; }

    public int ElementBytes => metadata.Type.Size;

    public bool IsSwapped => metadata.Type.Size > 1 && pipeline.EndsBigEndian == BitConverter.IsLittleEndian;

    public ReadOnlySpan<byte> Fill => metadata.Fill;

    public byte[]? ReadChunk(long[] place)
    {
        if (!pipeline.HasPlainShards)
        {
            return folder.Read(metadata.Keys.Of(place)) is byte[] stored ? pipeline.Decode(stored, metadata.Chunk, Type, storedFill, folder.Path) : null;
        }

        ShardLayout shard = pipeline.Shard!;
        long[] counts = shard.Counts(metadata.Chunk);
        long number = 0;
        var outer = new long[place.Length];
        for (int a = 0; a < place.Length; a++)
        {
            outer[a] = place[a] / counts[a];
            number = (number * counts[a]) + (place[a] % counts[a]);
        }

        string key = metadata.Keys.Of(outer);
        if (folder.Open(key) is not { } handle)
        {
            return null;
        }

        using (handle)
        {
            if (!indices.TryGetValue(key, out (long Offset, long Length)[]? index))
            {
                index = shard.ReadIndex(RandomAccess.GetLength(handle), (offset, count) => ChunkFolder.Read(handle, offset, count), metadata.Chunk, folder.Path);
                Remember(key, index);
            }

            (long start, long length) = index[number];
            if (start < 0)
            {
                return null;
            }

            byte[] stored = length <= Array.MaxLength ? ChunkFolder.Read(handle, start, (int)length) : throw FileErrors.Unsupported(folder.Path, $"a chunk of {length} bytes");
            return shard.Inner.Decode(stored, shard.Chunk, Type, storedFill, folder.Path);
        }
    }

    /// <summary>Throws when a selection has more bytes than the stored data can stand for, and than an image of fill values may have: a guard against metadata that claim far more than there is.</summary>
    /// <param name="bytes">Bytes about to be allocated.</param>
    /// <exception cref="SegException">UnsupportedImage.</exception>
    public void RequireJustified(Int128 bytes)
    {
        if (bytes <= MostUnjustified)
        {
            return;
        }

        Int128 ratio = Math.Max(16, pipeline.GreatestRatio);
        if (folder.StoredBytes((bytes / ratio) + 1) * ratio < bytes)
        {
            throw FileErrors.Unsupported(folder.Path, $"an array of {string.Join(" x ", Lengths)} elements of which next to nothing is stored", "Read a smaller level of it, or cut it into parts.");
        }
    }

    private void Remember(string key, (long Offset, long Length)[] index)
    {
        if (entries + index.Length > MostIndexEntries)
        {
            indices.Clear();
            entries = 0;
        }

        indices[key] = index;
        entries += index.Length;
    }
}
