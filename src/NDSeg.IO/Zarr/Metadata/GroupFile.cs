using System.Text.Encodings.Web;
using System.Text.Json;
using NDSeg.Storage;

namespace NDSeg.IO.Zarr.Metadata;

/// <summary>The file that makes a folder a Zarr 3 group.</summary>
internal static class GroupFile
{
    /// <summary>File name of Zarr 3 metadata.</summary>
    public const string Name = "zarr.json";

    /// <summary>The version of OME-Zarr that is written.</summary>
    public const string OmeVersion = "0.5";

    /// <summary>The attribute that this module writes for itself.</summary>
    public const string OwnAttribute = "ndseg";

    /// <summary>The member of it that holds the provenance.</summary>
    public const string Provenance = "provenance";

    private static readonly string[] Names = [Name, ".zgroup", ".zarray", ".zattrs"];

    /// <summary>Options of all JSON that is written: the same bytes on every system.</summary>
    public static JsonWriterOptions Options { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a folder holds metadata of a group or an array, of either version.</summary>
    public static bool IsIn(string folder) => Names.Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Whether a folder is a group of Zarr 3.</summary>
    /// <exception cref="SegException">CorruptImage; UnsupportedImage; FileNotReadable.</exception>
    public static bool IsGroup(string folder)
    {
        string file = Path.Combine(folder, Name);
        if (!File.Exists(file))
        {
            return false;
        }

        using JsonDocument json = JsonFile.Read(file);
        return json.RootElement.Member("node_type").Text() == "group";
    }

    /// <summary>Writes the metadata of a group.</summary>
    /// <param name="folder">The group's folder.</param>
    /// <param name="attributes">Writes the members of the attributes.</param>
    public static void Write(string folder, Action<Utf8JsonWriter> attributes)
        => AtomicFile.Write(Path.Combine(folder, Name), overwrite: true, stream =>
        {
            using var json = new Utf8JsonWriter(stream, Options);
            json.WriteStartObject();
            json.WriteNumber("zarr_format", 3);
            json.WriteString("node_type", "group");
            json.WriteStartObject("attributes");
            attributes(json);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>Writes metadata again with one member changed or added; all else stays as it was.</summary>
    /// <param name="file">The file.</param>
    /// <param name="metadata">What is in it.</param>
    /// <param name="member">Names that lead to the member.</param>
    /// <param name="value">Writes its value.</param>
    public static void Replace(string file, JsonElement metadata, string[] member, Action<Utf8JsonWriter> value)
        => AtomicFile.Write(file, overwrite: true, stream =>
        {
            using var json = new Utf8JsonWriter(stream, Options);
            Copy(json, metadata, member, value);
        });

    private static void Copy(Utf8JsonWriter json, JsonElement from, ReadOnlySpan<string> member, Action<Utf8JsonWriter> value)
    {
        if (member.IsEmpty)
        {
            value(json);
            return;
        }

        json.WriteStartObject();
        if (from.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty one in from.EnumerateObject())
            {
                if (!one.NameEquals(member[0]))
                {
                    one.WriteTo(json);
                }
            }
        }

        json.WritePropertyName(member[0]);
        Copy(json, from.Member(member[0]), member[1..], value);
        json.WriteEndObject();
    }

    /// <summary>Writes what tells that the group is this module's, and the provenance where there is any.</summary>
    public static void WriteOwn(Utf8JsonWriter json, string? provenance)
    {
        json.WriteStartObject(OwnAttribute);
        if (provenance is not null)
        {
            json.WritePropertyName(Provenance);
            json.WriteRawValue(IsJson(provenance) ? provenance : JsonSerializer.Serialize(provenance));
        }

        json.WriteEndObject();
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
