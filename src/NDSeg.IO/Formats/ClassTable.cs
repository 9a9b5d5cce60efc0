using System.Text.Json;
using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>Names and colours of classes as the text that label files and their sidecars carry: a JSON list of value, name and colour.</summary>
internal static class ClassTable
{
    private const long MostBytes = 1L << 24;

    /// <summary>The text for a file.</summary>
    public static string Write(IReadOnlyList<SegClass> classes)
        => JsonSerializer.Serialize(classes.Select(c => new Dictionary<string, object> { ["value"] = c.Value, ["name"] = c.Name, ["color"] = c.Color.ToString() }));

    /// <summary>The classes of a text; empty where it is absent or says nothing usable: values alone are labels too.</summary>
    public static IReadOnlyList<SegClass> Read(string? text)
    {
        try
        {
            using JsonDocument? json = text is null ? null : JsonDocument.Parse(text);
            return json is null ? [] : Read(json.RootElement);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The classes that the account beside a label file names.</summary>
    public static IReadOnlyList<SegClass> OfSidecar(string labelFile)
    {
        var file = new FileInfo(labelFile + ".json");
        try
        {
            // A regular file only: opening a pipe would wait for a writer.
            if (!file.Exists || file.Length is 0 or > MostBytes)
            {
                return [];
            }

            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("classes", out JsonElement classes) ? Read(classes) : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IReadOnlyList<SegClass> Read(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > ushort.MaxValue)
        {
            return [];
        }

        var classes = new SortedDictionary<long, SegClass>();
        foreach (JsonElement one in list.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.Object
                && one.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number != 0
                && one.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String
                && one.TryGetProperty("color", out JsonElement color) && color.ValueKind == JsonValueKind.String && ColorOf(color.GetString()!) is RgbColor rgb)
            {
                classes[number] = new SegClass(1, number, name.GetString()!, rgb);
            }
        }

        return [.. classes.Values.Select((c, k) => c.WithIndex(k + 1))];
    }

    private static RgbColor? ColorOf(string text)
    {
        try
        {
            return RgbColor.Parse(text);
        }
        catch (SegException)
        {
            return null;
        }
    }
}
