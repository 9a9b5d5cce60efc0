using System.Globalization;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>What ImageJ keeps in the description of a file's first page: <c>key=value</c> lines after <c>ImageJ=version</c>.</summary>
internal static class ImageJDescription
{
    /// <summary>Calibration keys; the rest describes the stack, which a label file does not share.</summary>
    private static readonly string[] Calibrating = ["unit", "yunit", "zunit", "spacing", "vunit"];

    // The version whose format this is; ImageJ itself reads no more than the name.
    private const string FirstLine = "ImageJ=1.53t";

    public static bool Is(string? description) => description is not null && description.StartsWith("ImageJ=", StringComparison.Ordinal);

    /// <summary>The lines about physical units, or null when there are none: a unit, or a distance between slices, which says something without one too.</summary>
    public static string? Calibration(string? description)
    {
        if (!Is(description))
        {
            return null;
        }

        string[] lines = description!.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] kept = [.. lines.Where(line => Calibrating.Any(key => line.StartsWith(key + "=", StringComparison.Ordinal)))];
        bool says = kept.Any(line => line.StartsWith("unit=", StringComparison.Ordinal) && line.Length > "unit=".Length) || Spacing(description) is not null;
        return says ? string.Join('\n', [lines[0], .. kept]) + "\n" : null;
    }

    /// <summary>
    /// The description of a label file: that it is a stack, and what range of values to show, so that labels of 16 and 32 bits do
    /// not come up black. A single map of 8 bits or of colours needs neither.
    /// </summary>
    /// <param name="slices">Pages of the file.</param>
    /// <param name="type">Samples of the file.</param>
    /// <param name="values">Values of the classes.</param>
    /// <param name="calibration">Lines about physical units, from <see cref="Calibration"/>, or null.</param>
    public static string? OfLabels(int slices, LabelSampleType type, IReadOnlyCollection<long> values, string? calibration)
    {
        string? known = Is(calibration) ? calibration : null;
        if (slices == 1 && type.Bits == 8)
        {
            return known;
        }

        List<string> lines = Lines(known);
        if (slices > 1)
        {
            lines.InsertRange(1, [Line("images", slices), Line("slices", slices), "loop=false"]);
        }

        if (type.Bits > 8)
        {
            // ImageJ keeps signed samples of 16 bits as unsigned ones, shifted.
            long shift = type is { Bits: 16, IsSigned: true } ? 32768 : 0;
            lines.Add(Line("min", Math.Min(0, values.DefaultIfEmpty().Min()) + shift));
            lines.Add(Line("max", Math.Max(1, values.DefaultIfEmpty().Max()) + shift));
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The description of a volume of float planes: a stack with channels, whose range of values ImageJ finds itself.</summary>
    /// <param name="slices">Slices of the volume.</param>
    /// <param name="planes">Planes of every slice.</param>
    /// <param name="calibration">Lines about physical units, from <see cref="Calibration"/>, or null.</param>
    public static string OfPlanes(int slices, int planes, string? calibration)
    {
        List<string> lines = Lines(calibration);
        lines.InsertRange(1, planes == 1
            ? [Line("images", slices), Line("slices", slices), "loop=false"]
            : [Line("images", (long)slices * planes), Line("channels", planes), Line("slices", slices), "hyperstack=true", "mode=grayscale", "loop=false"]);
        return string.Join('\n', lines) + "\n";
    }

    private static double? Spacing(string description)
        => double.TryParse(Text(description, "spacing"), NumberStyles.Float, CultureInfo.InvariantCulture, out double spacing) && spacing > 0 && double.IsFinite(spacing) ? spacing : null;

    private static List<string> Lines(string? calibration)
        => Is(calibration) ? [.. calibration!.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : [FirstLine];

    private static string Line(string key, long value) => string.Create(CultureInfo.InvariantCulture, $"{key}={value}");

    /// <summary>The value of a key of the description, or null.</summary>
    public static string? Text(string description, string key)
    {
        string? line = description.Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(l => l.StartsWith(key + "=", StringComparison.Ordinal));
        return line?[(key.Length + 1)..];
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
