using System.Text.Json;
using NDSeg.Images;

namespace NDSeg.IO.Zarr.Metadata;

/// <summary>The attributes of a group or an array, of either version of Zarr.</summary>
internal sealed class GroupAttributes
{
    private const string OldName = ".zattrs";
    private const int MostLabels = 1024;

    private readonly JsonElement all;
    private readonly JsonElement ome;

    private GroupAttributes(JsonElement all)
    {
        this.all = all;

        // From 0.5 on everything of OME stands below one name.
        ome = all.Member("ome").ValueKind == JsonValueKind.Object ? all.Member("ome") : all;
        Image = OmeImage.Read(ome);
    }

    /// <summary>The image that the attributes describe, or null.</summary>
    public OmeImage? Image { get; }

    /// <summary>Whether that image is a label map.</summary>
    public bool IsLabel => ome.Member("image-label").ValueKind == JsonValueKind.Object;

    /// <summary>The names of label groups that a group of labels lists.</summary>
    public IReadOnlyList<string> Labels => [.. ome.Member("labels").Items().Select(l => l.Text()).OfType<string>().Take(MostLabels)];

    /// <summary>Whether this module wrote them.</summary>
    public bool IsOurs => all.Member(GroupFile.OwnAttribute).ValueKind == JsonValueKind.Object;

    /// <summary>The provenance that this module left, as JSON, or null.</summary>
    public string? Provenance => all.Member(GroupFile.OwnAttribute).Member(GroupFile.Provenance) switch
    {
        { ValueKind: JsonValueKind.Object } json => json.GetRawText(),
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => null,
    };

    /// <summary>Reads the attributes of a folder; empty ones where it has none.</summary>
    /// <exception cref="SegException">CorruptImage; UnsupportedImage; FileNotReadable.</exception>
    public static GroupAttributes Read(string folder)
    {
        string file = Path.Combine(folder, GroupFile.Name);
        if (File.Exists(file))
        {
            using JsonDocument json = JsonFile.Read(file);
            if (json.RootElement.Member("node_type").Text() == "group")
            {
                NodeFile.RequireGroup(json.RootElement, folder);
            }

            return new GroupAttributes(Kept(json.RootElement.Member("attributes")));
        }

        file = Path.Combine(folder, OldName);
        if (!File.Exists(file))
        {
            return new GroupAttributes(default);
        }

        using JsonDocument old = JsonFile.Read(file);
        return new GroupAttributes(Kept(old.RootElement));
    }

    /// <summary>Values of labels with their names and colours, as far as the attributes say them.</summary>
    public IReadOnlyList<SegClass> Classes()
    {
        var names = new Dictionary<long, string>();
        foreach (JsonElement property in ome.Member("image-label").Member("properties").Items())
        {
            if (ValueOf(property) is long value && (property.Member("name").Text() ?? property.Member("class").Text()) is { } name)
            {
                names[value] = name;
            }
        }

        var colors = new Dictionary<long, RgbColor>();
        foreach (JsonElement entry in ome.Member("image-label").Member("colors").Items())
        {
            if (ValueOf(entry) is long value && entry.Member("rgba").Numbers() is { Length: >= 3 } rgba && rgba.All(part => part is >= 0 and <= 255))
            {
                colors[value] = new RgbColor((byte)rgba[0], (byte)rgba[1], (byte)rgba[2]);
            }
        }

        long[] values = [.. names.Keys.Union(colors.Keys).Where(v => v != 0).Order().Take(ushort.MaxValue)];
        return [.. values.Select((value, k) => new SegClass(k + 1, value, names.GetValueOrDefault(value, $"class {k + 1}"), colors.TryGetValue(value, out RgbColor color) ? color : ClassPalette.OfClass(k)))];
    }

    private static long? ValueOf(JsonElement entry)
        => entry.Member("label-value") is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    private static JsonElement Kept(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? default : json.Clone();
}
