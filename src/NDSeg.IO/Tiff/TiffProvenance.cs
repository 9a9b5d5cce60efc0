using System.Text.Json;

namespace NDSeg.IO.Tiff;

/// <summary>How calibration and provenance share the one description a TIFF page has.</summary>
internal static class TiffProvenance
{
    private const string Key = "ndseg=";

    /// <summary>The description: the provenance alone, or a line of it below ImageJ's, whose parser skips unknown keys.</summary>
    public static string? Describe(string? calibration, string? provenance)
    {
        if (provenance is null || !ImageJDescription.Is(calibration))
        {
            return provenance ?? calibration;
        }

        return calibration!.TrimEnd('\n') + "\n" + Key + OneLine(provenance) + "\n";
    }

    /// <summary>The provenance in a description, or null.</summary>
    public static string? Find(string? description)
    {
        if (description is null)
        {
            return null;
        }

        if (description.StartsWith('{') && !description.StartsWith("{\"shape\":", StringComparison.Ordinal))
        {
            return description;
        }

        return description.Split('\n').FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..];
    }

    private static string OneLine(string json)
    {
        if (!json.Contains('\n', StringComparison.Ordinal))
        {
            return json;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(document.RootElement);
        }
        catch (JsonException)
        {
            return json.ReplaceLineEndings(" ");
        }
    }
}
