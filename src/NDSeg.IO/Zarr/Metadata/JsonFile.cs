using System.Text.Json;
using NDSeg.IO.Files;

namespace NDSeg.IO.Zarr.Metadata;

/// <summary>Metadata files nobody vouches for: small enough, not too deep, and members asked for by name may be absent.</summary>
internal static class JsonFile
{
    private const long MostBytes = 1L << 24;

    /// <summary>Reads a file.</summary>
    /// <exception cref="SegException">CorruptImage; UnsupportedImage; FileNotReadable.</exception>
    public static JsonDocument Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
            {
                throw FileErrors.Unsupported(path, "a symbolic link", "Copy what it points to into the folder.");
            }

            if (file.Length > MostBytes)
            {
                throw FileErrors.Unsupported(path, $"metadata of {file.Length} bytes", $"Keep it below {MostBytes} bytes.");
            }

            return JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException e)
        {
            throw FileErrors.Corrupt(path, $"Its JSON makes no sense: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{path}': {e.Message}", "Check its permissions.", cause: e);
        }
    }

    /// <summary>A member of an object; an undefined element where there is none.</summary>
    public static JsonElement Member(this JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement member) ? member : default;

    /// <summary>The text of an element, or null where it is none.</summary>
    public static string? Text(this JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    /// <summary>The elements of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>The numbers of a list; null where it is no list of finite numbers.</summary>
    public static double[]? Numbers(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = new double[json.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetDouble(out numbers[i]) || !double.IsFinite(numbers[i++]))
            {
                return null;
            }
        }

        return numbers;
    }
}
