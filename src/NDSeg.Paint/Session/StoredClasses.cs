using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.Paint.Classes;

namespace NDSeg.Paint.Session;

/// <summary>Names and colours of the classes of earlier labels, as far as the file they come from tells them.</summary>
internal static class StoredClasses
{
    /// <summary>The classes of a label map with the names and colours stored in its file; where there are none, with colours of the palette instead of those made up on reading.</summary>
    public static IReadOnlyList<SegClass> Of(SegLabels labels)
    {
        Dictionary<long, (string? Name, RgbColor? Color)> stored = Read(labels.Source.Path);
        var colors = new List<RgbColor>();
        var classes = new List<SegClass>();
        foreach (SegClass one in labels.Classes)
        {
            (string? name, RgbColor? color) = stored.GetValueOrDefault(one.Value);
            bool madeUp = labels.Encoding == LabelEncoding.Indexed && one.Color == NipySpectral.OfClass(one.Index - 1, labels.Classes.Count);
            RgbColor shown = color ?? (madeUp ? PaintPalette.Next(colors) : one.Color);
            colors.Add(shown);
            classes.Add(new SegClass(one.Index, one.Value, name ?? one.Name, shown));
        }

        return classes;
    }

    private static Dictionary<long, (string? Name, RgbColor? Color)> Read(string? path)
    {
        var found = new Dictionary<long, (string?, RgbColor?)>();
        try
        {
            if (path is not null && Path.Exists(path) && ProvenanceReader.Read(path) is string text)
            {
                using JsonDocument document = JsonDocument.Parse(text);
                foreach (JsonElement one in document.RootElement.GetProperty("classes").EnumerateArray())
                {
                    found[one.GetProperty("value").GetInt64()] = (one.GetProperty("name").GetString(), RgbColor.Parse(one.GetProperty("color").GetString() ?? string.Empty));
                }
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or SegException)
        {
            // Text of another program: the classes keep the names they have.
        }

        return found;
    }
}
