using System.Text.Json;
using NDSeg.Images;

namespace NDSeg.IO.Rois.Shapes;

/// <summary>JSON files of strokes: read whole, depth limited, values checked as they are taken.</summary>
internal static class JsonFile
{
    /// <summary>Reads a file and hands its root to a reader.</summary>
    public static RoiSet Read(string path, Func<JsonElement, RoiSet> reader)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = RoiErrors.ReadFile(path);
            bytes = bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 64 });
            return reader(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw RoiErrors.Invalid(path, "strokes as JSON", e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>A member, or null where it is missing, null, or the element is no object.</summary>
    public static JsonElement? Member(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text member, or null where there is none.</summary>
    public static string? Text(this JsonElement element, string name)
        => element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A finite number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static double Number(this JsonElement element)
        => element.TryGetDouble(out double value) && double.IsFinite(value) ? value : throw new FormatException($"the number {element.GetRawText()}");

    /// <summary>A colour given as three numbers from 0 to 255, as #rrggbb, or as one number of 24 bits; null for anything else.</summary>
    public static RgbColor? Color(this JsonElement? element)
    {
        switch (element)
        {
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() >= 3 && list.EnumerateArray().Take(3).All(v => v.TryGetByte(out _)):
                return new RgbColor(list[0].GetByte(), list[1].GetByte(), list[2].GetByte());
            case { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out long packed):
                return new RgbColor((byte)(packed >> 16), (byte)(packed >> 8), (byte)packed);
            case { ValueKind: JsonValueKind.String } text when text.GetString() is string hex && hex.StartsWith('#'):
                try
                {
                    return RgbColor.Parse(hex);
                }
                catch (SegException)
                {
                    return null;
                }

            default:
                return null;
        }
    }
}
