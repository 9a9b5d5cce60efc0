using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO.Rois.Shapes;

namespace NDSeg.IO.Rois.QuPath;

/// <summary>
/// Annotations as QuPath exports them: GeoJSON in pixel coordinates, a classification with name and colour in the properties, the plane in
/// the geometry. Other GeoJSON is read alike.
/// </summary>
internal sealed class GeoJsonFormat : IRoiFormat
{
    /// <inheritdoc/>
    public string Name => "GeoJSON";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".geojson", ".json"];

    /// <inheritdoc/>
    public RoiSet Read(string path, string? part, CancellationToken cancellation) => JsonFile.Read(path, root =>
    {
        var marks = new List<RoiMark>();
        foreach (JsonElement feature in Features(root))
        {
            cancellation.ThrowIfCancellationRequested();
            if (feature.Member("geometry") is JsonElement geometry)
            {
                marks.Add(MarkOf(feature, geometry));
            }
        }

        // QuPath numbers planes from 0 and leaves the first one out: beside strokes of other slices it is a slice like them; alone, the image may
        // be flat.
        return new RoiSet(marks.Exists(m => m.Slice > 0) ? [.. marks.Select(m => m with { Slice = m.Slice ?? 0 })] : [.. marks.Select(m => m.Slice == 0 ? m with { Slice = null } : m)]);
    });

    private static IEnumerable<JsonElement> Features(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray();
        }

        return root.Text("type") switch
        {
            "FeatureCollection" when root.Member("features") is { ValueKind: JsonValueKind.Array } features => features.EnumerateArray(),
            "Feature" => [root],
            _ => throw new FormatException("no Feature, FeatureCollection or list of features"),
        };
    }

    private static RoiMark MarkOf(JsonElement feature, JsonElement geometry)
    {
        JsonElement properties = feature.Member("properties") ?? default;
        JsonElement? classification = properties.Member("classification");
        string? name = classification is JsonElement c ? c.ValueKind == JsonValueKind.String ? c.GetString() : c.Text("name") : properties.Text("name");
        RgbColor? color = (classification?.Member("color") ?? classification?.Member("colorRGB") ?? properties.Member("color")).Color();
        int? slice = geometry.Member("plane")?.Member("z") is { ValueKind: JsonValueKind.Number } z && z.TryGetInt32(out int plane) && plane >= 0 ? plane : null;
        var shapes = new List<RoiShape>();
        Collect(geometry, shapes, depth: 0);
        return new RoiMark(shapes, string.IsNullOrWhiteSpace(name) ? null : name, color, null, slice);
    }

    private static void Collect(JsonElement geometry, List<RoiShape> shapes, int depth)
    {
        string? type = geometry.Text("type");
        if (type == "GeometryCollection" && depth < 16 && geometry.Member("geometries") is JsonElement parts)
        {
            foreach (JsonElement part in parts.EnumerateArray())
            {
                Collect(part, shapes, depth + 1);
            }

            return;
        }

        JsonElement coordinates = geometry.Member("coordinates") ?? throw new FormatException($"a geometry '{type}' without coordinates");
        switch (type)
        {
            case "Polygon":
                shapes.Add(Area(coordinates));
                break;
            case "MultiPolygon":
                shapes.AddRange(coordinates.EnumerateArray().Select(Area));
                break;
            case "LineString":
                shapes.Add(Line(coordinates));
                break;
            case "MultiLineString":
                shapes.AddRange(coordinates.EnumerateArray().Select(Line));
                break;
            case "Point":
                shapes.Add(new PixelShape([Point(coordinates)]));
                break;
            case "MultiPoint":
                shapes.Add(new PixelShape(Points(coordinates)));
                break;
            default:
                throw new FormatException($"a geometry '{type}'");
        }
    }

    private static AreaShape Area(JsonElement rings) => new([.. rings.EnumerateArray().Select(Points)]);

    private static LineShape Line(JsonElement points) => new(Points(points), 1);

    private static IReadOnlyList<RoiPoint> Points(JsonElement list) => [.. list.EnumerateArray().Select(Point)];

    private static RoiPoint Point(JsonElement pair)
        => pair.GetArrayLength() >= 2 ? new RoiPoint(pair[0].Number(), pair[1].Number()) : throw new FormatException($"a position of {pair.GetArrayLength()} numbers");
}
