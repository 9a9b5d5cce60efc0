using System.Text.Json;
using NDSeg.IO.Files;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Arrays;

/// <summary>What an array is and how it is stored.</summary>
/// <param name="Shape">Lengths of the axes, slowest first.</param>
/// <param name="Type">What the elements are.</param>
/// <param name="Chunk">Lengths of a stored chunk.</param>
/// <param name="Keys">Names of the chunks.</param>
/// <param name="Pipeline">How chunks are undone; null where the elements are no samples.</param>
/// <param name="Fill">Bytes of an element that was never written, in the order of this machine.</param>
/// <param name="Dimensions">Names of the axes; null where there are none.</param>
internal sealed record ArrayMetadata(long[] Shape, ElementType Type, long[] Chunk, ChunkKeys Keys, ChunkPipeline? Pipeline, byte[] Fill, string[]? Dimensions)
{
    private const string OldName = ".zarray";
    private const int MostAxes = 32;

    /// <summary>Whether the array can be read as an image: numeric, two axes or more, nothing empty.</summary>
    public bool IsImage => Type.IsSample && Shape.Length >= 2 && Shape.All(length => length > 0);

    /// <summary>The array of a folder; null where it holds none.</summary>
    /// <exception cref="SegException">CorruptImage; UnsupportedImage; FileNotReadable.</exception>
    public static ArrayMetadata? Read(string folder)
    {
        string file = Path.Combine(folder, GroupFile.Name);
        if (File.Exists(file))
        {
            using JsonDocument json = JsonFile.Read(file);
            return json.RootElement.Member("node_type").Text() == "array" ? FileErrors.Guard(folder, () => Parse3(json.RootElement, folder)) : null;
        }

        file = Path.Combine(folder, OldName);
        if (File.Exists(file))
        {
            using JsonDocument json = JsonFile.Read(file);
            return FileErrors.Guard(folder, () => Parse2(json.RootElement, folder));
        }

        return null;
    }

    private static ArrayMetadata Parse3(JsonElement json, string path)
    {
        NodeFile.RequireArray(json, path);
        long[] shape = Lengths(json.Member("shape"), 0, "shape", path);
        JsonElement grid = json.Member("chunk_grid");
        if (grid.Member("name").Text() is not "regular")
        {
            throw FileErrors.Unsupported(path, $"a chunk grid named '{grid.Member("name").Text()}'", "Write it again with chunks of equal shape.");
        }

        long[] chunk = Lengths(grid.Member("configuration").Member("chunk_shape"), 1, "chunk_shape", path);
        var type = ElementType.OfName(NodeFile.NameOf(json.Member("data_type")) ?? "unknown");
        JsonElement encoding = json.Member("chunk_key_encoding");
        string? name = NodeFile.NameOf(encoding);
        string separator = encoding.Member("configuration").Member("separator").Text() ?? (name == "v2" ? "." : "/");
        if (name is not ("default" or "v2") || separator is not ("/" or "."))
        {
            throw FileErrors.Unsupported(path, $"chunks named by '{name}' with '{separator}'", "Write it again with the default names.");
        }

        string[]? dimensions = json.Member("dimension_names").ValueKind == JsonValueKind.Array ? [.. json.Member("dimension_names").Items().Select(d => d.Text() ?? string.Empty)] : null;
        return Of(shape, type, chunk, new ChunkKeys(name == "default" ? "c" : null, separator[0]), () => PipelineReader.Read3(json.Member("codecs"), chunk, type, path, depth: 0), json.Member("fill_value"), dimensions, path);
    }

    private static ArrayMetadata Parse2(JsonElement json, string path)
    {
        long[] shape = Lengths(json.Member("shape"), 0, "shape", path);
        long[] chunk = Lengths(json.Member("chunks"), 1, "chunks", path);
        string code = json.Member("dtype").Text() ?? "a record";
        bool hasOrder = code.Length > 1 && code[0] is '<' or '>' or '|';
        var type = ElementType.OfCode(hasOrder ? code[1..] : code);
        string separator = json.Member("dimension_separator").Text() ?? ".";
        if (separator is not ("/" or "."))
        {
            throw FileErrors.Unsupported(path, $"chunks named with '{separator}'");
        }

        return Of(shape, type, chunk, new ChunkKeys(null, separator[0]), () => PipelineReader.Read2(json, code[0] == '>', chunk.Length, path), json.Member("fill_value"), null, path);
    }

    private static ArrayMetadata Of(long[] shape, ElementType type, long[] chunk, ChunkKeys keys, Func<ChunkPipeline> pipeline, JsonElement fill, string[]? dimensions, string path)
    {
        if (chunk.Length != shape.Length)
        {
            throw FileErrors.Corrupt(path, $"An array of {shape.Length} axes has chunks of {chunk.Length}.");
        }

        if (chunk.Any(length => length > int.MaxValue))
        {
            throw FileErrors.Unsupported(path, $"chunks of {string.Join(" x ", chunk)} elements", "Write it again with smaller chunks.");
        }

        return new ArrayMetadata(
            shape,
            type,
            chunk,
            keys,
            type.IsSample ? pipeline() : null,
            type.IsSample ? type.Fill(fill) ?? throw FileErrors.Corrupt(path, $"Its fill value {fill} is no {type.Name}.") : [],
            dimensions?.Length == shape.Length ? dimensions : null);
    }

    /// <summary>The number of elements of a box times another number; a very large one where it is larger than any that is asked for.</summary>
    public static Int128 Product(IEnumerable<long> lengths, Int128 start)
        => lengths.Aggregate(start, (product, length) => Int128.Min(product * length, Int128.One << 62));

    internal static long[] Lengths(JsonElement list, long least, string what, string path)
    {
        List<long> lengths = [];
        foreach (JsonElement item in list.Items().Take(MostAxes + 1))
        {
            lengths.Add(item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long length) && length >= least ? length : throw FileErrors.Corrupt(path, $"Its {what} {list} makes no sense."));
        }

        return list.ValueKind == JsonValueKind.Array && lengths.Count <= MostAxes ? [.. lengths] : throw FileErrors.Corrupt(path, $"Its {what} makes no sense.");
    }
}
