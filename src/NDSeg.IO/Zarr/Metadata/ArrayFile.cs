using System.Globalization;
using System.Text.Json;
using NDSeg.IO.Files;
using NDSeg.Storage;

namespace NDSeg.IO.Zarr.Metadata;

/// <summary>The metadata of an array as this module writes it: Zarr 3, or 2 beside an image of that version; little-endian, Zstandard with checksum, alone or in shards, one folder per axis.</summary>
internal static class ArrayFile
{
    /// <summary>Writes the metadata.</summary>
    /// <param name="folder">The array's folder.</param>
    /// <param name="shape">Lengths of the axes.</param>
    /// <param name="chunk">Lengths of a chunk.</param>
    /// <param name="shard">Lengths of a shard; null where every chunk has a file.</param>
    /// <param name="type">Zarr's name of the element type.</param>
    /// <param name="dimensions">Names of the axes.</param>
    public static void Write(string folder, long[] shape, long[] chunk, long[]? shard, string type, string[] dimensions)
        => AtomicFile.Write(Path.Combine(folder, GroupFile.Name), overwrite: true, stream =>
        {
            using var json = new Utf8JsonWriter(stream, GroupFile.Options);
            json.WriteStartObject();
            json.WriteNumber("zarr_format", 3);
            json.WriteString("node_type", "array");
            WriteNumbers(json, "shape", shape);
            json.WriteString("data_type", type);
            json.WriteStartObject("chunk_grid");
            json.WriteString("name", "regular");
            json.WriteStartObject("configuration");
            WriteNumbers(json, "chunk_shape", shard ?? chunk);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("chunk_key_encoding");
            json.WriteString("name", "default");
            json.WriteStartObject("configuration");
            json.WriteString("separator", "/");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteNumber("fill_value", 0);
            WriteCodecs(json, shard is null ? null : chunk);
            json.WriteStartArray("dimension_names");
            foreach (string dimension in dimensions)
            {
                json.WriteStringValue(dimension);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary>Writes the metadata of Zarr 2, which has no shards and no names of axes.</summary>
    /// <param name="folder">The array's folder.</param>
    /// <param name="shape">Lengths of the axes.</param>
    /// <param name="chunk">Lengths of a chunk.</param>
    /// <param name="type">The name of the element type in Zarr 3, an integer.</param>
    public static void WriteZarr2(string folder, long[] shape, long[] chunk, string type)
        => AtomicFile.Write(Path.Combine(folder, ".zarray"), overwrite: true, stream =>
        {
            using var json = new Utf8JsonWriter(stream, GroupFile.Options);
            int bits = int.Parse(type.AsSpan(type.IndexOf('t', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            json.WriteStartObject();
            json.WriteNumber("zarr_format", 2);
            WriteNumbers(json, "shape", shape);
            WriteNumbers(json, "chunks", chunk);
            json.WriteString("dtype", $"{(bits == 8 ? '|' : '<')}{type[0]}{bits / 8}");

            // What reads it knows no option for the checksum; a frame says itself that it has one.
            json.WriteStartObject("compressor");
            json.WriteString("id", "zstd");
            json.WriteNumber("level", Zstandard.Level);
            json.WriteEndObject();
            json.WriteNumber("fill_value", 0);
            json.WriteString("order", "C");
            json.WriteNull("filters");
            json.WriteString("dimension_separator", "/");
            json.WriteEndObject();
        });

    private static void WriteCodecs(Utf8JsonWriter json, long[]? inner)
    {
        json.WriteStartArray("codecs");
        if (inner is null)
        {
            WriteBytes(json);
            WriteZstandard(json);
        }
        else
        {
            WriteCodec(json, "sharding_indexed", () =>
            {
                WriteNumbers(json, "chunk_shape", inner);
                WriteCodecs(json, inner: null);
                json.WriteStartArray("index_codecs");
                WriteBytes(json);
                json.WriteStartObject();
                json.WriteString("name", "crc32c");
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteString("index_location", "end");
            });
        }

        json.WriteEndArray();
    }

    private static void WriteBytes(Utf8JsonWriter json) => WriteCodec(json, "bytes", () => json.WriteString("endian", "little"));

    private static void WriteZstandard(Utf8JsonWriter json) => WriteCodec(json, "zstd", () =>
    {
        json.WriteNumber("level", Zstandard.Level);
        json.WriteBoolean("checksum", true);
    });

    private static void WriteCodec(Utf8JsonWriter json, string name, Action configuration)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartObject("configuration");
        configuration();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
