using System.Text.Json;
using NDSeg.IO.Files;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>Reads how chunks are stored from the metadata of either version of Zarr.</summary>
internal static class PipelineReader
{
    private const int DeepestShards = 3;

    /// <summary>The list of codecs of Zarr 3.</summary>
    /// <param name="codecs">The list.</param>
    /// <param name="chunk">Lengths of a chunk.</param>
    /// <param name="type">What the elements are.</param>
    /// <param name="path">The array, for messages.</param>
    /// <param name="depth">How many shards this list stands in.</param>
    /// <exception cref="SegException">CorruptImage; UnsupportedImage.</exception>
    public static ChunkPipeline Read3(JsonElement codecs, long[] chunk, ElementType type, string path, int depth)
    {
        Transposition? order = null;
        bool? isBigEndian = null;
        ShardLayout? shard = null;
        List<ByteCodec> bytes = [];
        IReadOnlyList<long> shape = chunk;
        foreach (JsonElement codec in codecs.Items())
        {
            string? name = NodeFile.NameOf(codec);
            JsonElement configuration = codec.Member("configuration");
            bool isArray = isBigEndian is null && shard is null;
            if (name == "transpose" && isArray && order is null)
            {
                order = new Transposition(Order(configuration.Member("order"), chunk.Length, path));
                shape = order.Stored(chunk);
            }
            else if (name is "bytes" or "endian" && isArray)
            {
                isBigEndian = configuration.Member("endian").Text() == "big";
            }
            else if (name == "sharding_indexed" && isArray && depth < DeepestShards)
            {
                shard = Shards(configuration, shape, type, path, depth);
            }
            else if (!isArray && ByteCodec.Of(name, configuration) is { } known)
            {
                bytes.Add(known);
            }
            else
            {
                throw Unsupported(name, path);
            }
        }

        return isBigEndian is null && shard is null
            ? throw FileErrors.Corrupt(path, "Its codecs do not say how elements become bytes.")
            : Checked(new ChunkPipeline(order, isBigEndian == true, shard, bytes), path);
    }

    /// <summary>Filters, compressor and order of Zarr 2.</summary>
    /// <param name="json">Metadata of the array.</param>
    /// <param name="isBigEndian">Byte order of the elements.</param>
    /// <param name="rank">Number of axes.</param>
    /// <param name="path">The array, for messages.</param>
    /// <exception cref="SegException">CorruptImage; UnsupportedImage.</exception>
    public static ChunkPipeline Read2(JsonElement json, bool isBigEndian, int rank, string path)
    {
        List<ByteCodec> bytes = [];
        JsonElement compressor = json.Member("compressor");
        foreach (JsonElement codec in json.Member("filters").Items().Concat(compressor.ValueKind == JsonValueKind.Object ? [compressor] : []))
        {
            bytes.Add(ByteCodec.Of(codec.Member("id").Text(), codec) ?? throw Unsupported(codec.Member("id").Text(), path));
        }

        Transposition? order = json.Member("order").Text() switch
        {
            null or "C" => null,
            "F" => new Transposition([.. Enumerable.Range(0, rank).Reverse()]),
            string other => throw FileErrors.Corrupt(path, $"Its order '{other}' makes no sense."),
        };
        return Checked(new ChunkPipeline(order, isBigEndian, null, bytes), path);
    }

    private static ShardLayout Shards(JsonElement configuration, IReadOnlyList<long> shape, ElementType type, string path, int depth)
    {
        long[] inner = ArrayMetadata.Lengths(configuration.Member("chunk_shape"), 1, "chunk_shape of shards", path);
        if (inner.Length != shape.Count || inner.Where((length, axis) => shape[axis] % length != 0).Any())
        {
            throw FileErrors.Corrupt(path, $"Its shards of {string.Join(" x ", shape)} elements do not hold whole chunks of {string.Join(" x ", inner)}.");
        }

        bool hasChecksum = false;
        bool isBigEndian = false;
        foreach (JsonElement codec in configuration.Member("index_codecs").Items())
        {
            string? name = NodeFile.NameOf(codec);
            switch (name)
            {
                case "bytes" or "endian": isBigEndian = codec.Member("configuration").Member("endian").Text() == "big"; break;
                case "crc32c" when !hasChecksum: hasChecksum = true; break;
                default: throw Unsupported($"{name} on the index of shards", path);
            }
        }

        ChunkPipeline pipeline = Read3(configuration.Member("codecs"), inner, type, path, depth + 1);
        return (configuration.Member("index_location").Text() ?? "end") switch
        {
            "end" => new ShardLayout(inner, pipeline, IsIndexFirst: false, hasChecksum, isBigEndian),
            "start" => new ShardLayout(inner, pipeline, IsIndexFirst: true, hasChecksum, isBigEndian),
            string other => throw FileErrors.Corrupt(path, $"Its index of shards stands at '{other}'."),
        };
    }

    private static int[] Order(JsonElement list, int rank, string path)
    {
        int[] order = list.Text() switch
        {
            "C" => [.. Enumerable.Range(0, rank)],
            "F" => [.. Enumerable.Range(0, rank).Reverse()],
            _ => [.. ArrayMetadata.Lengths(list, 0, "order", path).Select(axis => (int)Math.Min(axis, rank))],
        };
        return order.Order().SequenceEqual(Enumerable.Range(0, rank)) ? order : throw FileErrors.Corrupt(path, $"Its order {list} is none of {rank} axes.");
    }

    private static ChunkPipeline Checked(ChunkPipeline pipeline, string path)
    {
        int compressions = pipeline.Codecs.Count(c => c.Compresses);
        return compressions > 1 || (compressions > 0 && pipeline.Shard is not null)
            ? throw FileErrors.Unsupported(path, "data compressed twice", "Write it again with one compression.")
            : pipeline;
    }

    private static SegException Unsupported(string? name, string path)
        => FileErrors.Unsupported(path, $"data encoded with {name ?? "a codec without a name"}", "Write it again with blosc, zstd or gzip.");
}
