using System.Globalization;

namespace NDSeg.IO.Tiff;

/// <summary>What ImageJ keeps in the description of a file's first page: <c>key=value</c> lines after <c>ImageJ=version</c>.</summary>
internal static class ImageJDescription
{
    /// <summary>Calibration keys; the rest describes the stack, which a label file does not share.</summary>
    private static readonly string[] Calibrating = ["unit", "yunit", "zunit", "spacing", "vunit"];

    public static bool Is(string? description) => description is not null && description.StartsWith("ImageJ=", StringComparison.Ordinal);

    /// <summary>The lines about physical units, or null when there are none.</summary>
    public static string? Calibration(string? description)
    {
        if (!Is(description))
        {
            return null;
        }

        string[] lines = description!.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] kept = [.. lines.Where(line => Calibrating.Any(key => line.StartsWith(key + "=", StringComparison.Ordinal)))];
        return kept.Any(line => line.StartsWith("unit=", StringComparison.Ordinal) && line.Length > "unit=".Length) ? string.Join('\n', [lines[0], .. kept]) + "\n" : null;
    }

    /// <summary>An integer of the description, or <paramref name="otherwise"/>.</summary>
    public static int Number(string description, string key, int otherwise)
    {
        foreach (string line in description.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && line.Length > key.Length && line[key.Length] == '='
                && int.TryParse(line.AsSpan(key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
            {
                return number;
            }
        }

        return otherwise;
    }
}
