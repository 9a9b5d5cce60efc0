using System.Text.Json;
using System.Text.Json.Serialization;

namespace NDSeg.IO.Report;

/// <summary>What the index takes out of a report; it stands at the head of the page as JSON.</summary>
internal sealed record ReportSummary(
    string Title,
    DateTimeOffset Written,
    string Shape,
    IReadOnlyList<ReportSummary.Phase> Phases,
    double? MeanIoU,
    double? MeanUncertainty,
    int? Objects,
    string? Thumbnail)
{
    /// <summary>The element of a page that holds it.</summary>
    public const string ElementId = "ndseg-report";

    // A summary with a thumbnail is a few kilobytes; whatever is longer is no report of ours.
    private const int MostBytes = 256 * 1024;

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The share of a class.</summary>
    internal sealed record Phase(string Name, string Color, double Fraction);

    /// <summary>As JSON without a character that is markup.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The summary of a page; null when the file is no report.</summary>
    public static ReportSummary? Find(string path)
    {
        var head = new byte[MostBytes];
        int length;
        using (FileStream stream = File.OpenRead(path))
        {
            length = stream.ReadAtLeast(head, MostBytes, throwOnEndOfStream: false);
        }

        string text = System.Text.Encoding.UTF8.GetString(head, 0, length);
        string start = $"<script type=\"application/json\" id=\"{ElementId}\">";
        int from = text.IndexOf(start, StringComparison.Ordinal);
        int to = from < 0 ? -1 : text.IndexOf("</script>", from, StringComparison.Ordinal);
        if (to < 0)
        {
            return null;
        }

        try
        {
            ReportSummary? found = JsonSerializer.Deserialize<ReportSummary>(text[(from + start.Length)..to], Json);
            bool whole = found is { Title: not null, Shape: not null, Phases: not null } && found.Phases.All(p => p is { Name: not null, Color: not null } && double.IsFinite(p.Fraction));
            return whole ? found : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A colour that is one, whatever a file says.</summary>
    public static string ColorOf(Phase phase)
    {
        try
        {
            return Images.RgbColor.Parse(phase.Color).ToString();
        }
        catch (SegException)
        {
            return "#888888";
        }
    }

    /// <summary>A picture that is one, whatever a file says.</summary>
    public string? SafeThumbnail => Thumbnail?.StartsWith("data:image/", StringComparison.Ordinal) == true ? Thumbnail : null;
}
