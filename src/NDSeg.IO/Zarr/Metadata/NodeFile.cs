using System.Text.Json;
using NDSeg.IO.Files;

namespace NDSeg.IO.Zarr.Metadata;

/// <summary>What Zarr 3 demands of the metadata of arrays and groups before anything in them is believed: whatever is not known makes them something else, unless it says that it does not.</summary>
internal static class NodeFile
{
    private const string Remedy = "Write it again without it, as plain Zarr 3.";

    private static readonly string[] ArrayMembers =
    [
        "zarr_format", "node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding", "fill_value", "codecs", "attributes", "storage_transformers", "dimension_names",
    ];

    private static readonly string[] GroupMembers = ["zarr_format", "node_type", "attributes", "consolidated_metadata"];

    /// <summary>Refuses an array that is more than this module knows.</summary>
    /// <exception cref="SegException">UnsupportedImage.</exception>
    public static void RequireArray(JsonElement json, string path)
    {
        Require(json, ArrayMembers, path);
        if (json.Member("storage_transformers").Items().FirstOrDefault(IsNeeded) is { ValueKind: not JsonValueKind.Undefined } transformer)
        {
            throw FileErrors.Unsupported(path, $"an array stored through '{NameOf(transformer)}'", Remedy);
        }
    }

    /// <summary>Refuses a group that is more than this module knows.</summary>
    /// <exception cref="SegException">UnsupportedImage.</exception>
    public static void RequireGroup(JsonElement json, string path) => Require(json, GroupMembers, path);

    /// <summary>The name of an extension: a text alone, or a member of an object.</summary>
    public static string? NameOf(JsonElement extension) => extension.Text() ?? extension.Member("name").Text();

    private static void Require(JsonElement json, string[] known, string path)
    {
        if (json.Member("zarr_format") is not { ValueKind: JsonValueKind.Number } format || !format.TryGetInt32(out int version) || version != 3)
        {
            throw FileErrors.Unsupported(path, $"Zarr of the version '{json.Member("zarr_format")}'", "Write it again as Zarr 2 or 3.");
        }

        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (!known.Contains(member.Name) && IsNeeded(member.Value))
            {
                throw FileErrors.Unsupported(path, $"the extension '{member.Name}', which must be understood,", Remedy);
            }
        }
    }

    private static bool IsNeeded(JsonElement extension) => extension.Member("must_understand").ValueKind != JsonValueKind.False;
}
