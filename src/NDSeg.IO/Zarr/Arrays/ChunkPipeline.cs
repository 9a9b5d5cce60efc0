using NDSeg.IO.Files;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>How the elements of a chunk become stored bytes, to be undone: reordered axes, byte order or shards, then codecs of bytes.</summary>
/// <param name="Order">Reordered axes, or null.</param>
/// <param name="IsBigEndian">Byte order of the elements.</param>
/// <param name="Shard">Chunks within the chunk, or null.</param>
/// <param name="Codecs">Codecs of bytes in the order in which they were applied.</param>
internal sealed record ChunkPipeline(Transposition? Order, bool IsBigEndian, ShardLayout? Shard, IReadOnlyList<ByteCodec> Codecs)
{
    private const int Slack = 65536;

    /// <summary>Whether the chunks of a shard can be read one by one from its file.</summary>
    public bool HasPlainShards => Shard is not null && Order is null && Codecs.Count == 0;

    /// <summary>Whether elements stand in the big-endian order in the end.</summary>
    public bool EndsBigEndian => Shard?.Inner.EndsBigEndian ?? IsBigEndian;

    /// <summary>The greatest number of bytes that one stored byte can stand for.</summary>
    public long GreatestRatio => Codecs.Aggregate(Shard?.Inner.GreatestRatio ?? 1L, (ratio, codec) => Math.Max(ratio, codec.GreatestRatio));

    /// <summary>The elements of a chunk, row-major, in the byte order of <see cref="EndsBigEndian"/>.</summary>
    /// <param name="stored">Bytes as stored.</param>
    /// <param name="chunk">Lengths of the chunk.</param>
    /// <param name="type">What the elements are.</param>
    /// <param name="fill">Bytes of an element that was never written, in the byte order of the result.</param>
    /// <param name="path">The array, for messages.</param>
    /// <exception cref="SegException">TruncatedImage; CorruptImage; UnsupportedImage.</exception>
    public byte[] Decode(byte[] stored, IReadOnlyList<long> chunk, ElementType type, byte[] fill, string path)
    {
        Int128 claimed = ArrayMetadata.Product(chunk, type.Size);

        // Checked before anything is allocated: a chunk holds no more than its codecs can have packed into it.
        if (claimed > Array.MaxLength || (Shard is null && claimed > ((Int128)stored.Length * GreatestRatio) + Slack))
        {
            throw FileErrors.Corrupt(path, $"A chunk of {stored.Length} bytes claims {string.Join(" x ", chunk)} elements.");
        }

        int size = (int)claimed;
        byte[] data = stored;
        for (int i = Codecs.Count - 1; i >= 0; i--)
        {
            int given = Shard is null ? size + Codecs.Take(i).Sum(c => c.Overhead) : data.Length - Codecs[i].Overhead;
            data = Codecs[i].Undo(data, given, path);
        }

        IReadOnlyList<long> shape = Order?.Stored(chunk) ?? chunk;
        if (Shard is not null)
        {
            data = Join(data, shape, size, type, fill, path);
        }

        if (data.Length != size)
        {
            throw data.Length < size
                ? FileErrors.Truncated(path, $"Expected a chunk of {size} bytes, found {data.Length}.")
                : FileErrors.Corrupt(path, $"Expected a chunk of {size} bytes, found {data.Length}.");
        }

        return Order?.Undo(data, chunk, type.Size) ?? data;
    }

    /// <summary>Puts the chunks of a shard in their places.</summary>
    private byte[] Join(byte[] data, IReadOnlyList<long> shape, int size, ElementType type, byte[] fill, string path)
    {
        (long Offset, long Length)[] index = Shard!.ReadIndex(data.Length, (offset, count) => data.AsSpan((int)offset, count).ToArray(), shape, path);
        Int128 justified = index.Sum(entry => Math.Max(0, entry.Length)) * (Int128)GreatestRatio;
        if (size > justified + (1 << 26))
        {
            throw FileErrors.Corrupt(path, $"A shard of {data.Length} bytes claims {string.Join(" x ", shape)} elements.");
        }

        var result = new byte[size];
        Fill(result, fill);
        long[] counts = Shard.Counts(shape);
        var place = new long[counts.Length];
        foreach ((long offset, long length) in index)
        {
            if (offset >= 0)
            {
                byte[] part = Shard.Inner.Decode(data.AsSpan((int)offset, (int)length).ToArray(), Shard.Chunk, type, fill, path);
                Place(part, result, place, shape, type.Size);
            }

            for (int a = place.Length - 1; a >= 0 && ++place[a] == counts[a]; a--)
            {
                place[a] = 0;
            }
        }

        return result;
    }

    private void Place(byte[] part, byte[] result, long[] place, IReadOnlyList<long> shape, int size)
    {
        long[] chunk = Shard!.Chunk;
        int rank = chunk.Length;
        int run = checked((int)chunk[rank - 1] * size);
        var at = new long[rank];
        for (int from = 0; from < part.Length; from += run)
        {
            long to = 0;
            for (int a = 0; a < rank; a++)
            {
                to = (to * shape[a]) + (place[a] * chunk[a]) + at[a];
            }

            part.AsSpan(from, run).CopyTo(result.AsSpan(checked((int)(to * size))));
            for (int a = rank - 2; a >= 0 && ++at[a] == chunk[a]; a--)
            {
                at[a] = 0;
            }
        }
    }

    private static void Fill(byte[] target, byte[] element)
    {
        if (element.AsSpan().IndexOfAnyExcept((byte)0) >= 0)
        {
            for (int at = 0; at < target.Length; at += element.Length)
            {
                element.CopyTo(target, at);
            }
        }
    }
}
