using System.Globalization;
using System.Text.Json;
using NDSeg.Images;

namespace NDSeg.IO.Zarr.Metadata;

/// <summary>The levels of an image as OME-Zarr describes them.</summary>
/// <param name="name">Name for people.</param>
/// <param name="axes">A letter for every axis, slowest first.</param>
/// <param name="size">Size of a pixel, if known.</param>
/// <param name="levels">Number of levels, each half as high and wide as the one before.</param>
/// <param name="method">How the levels were made; null for a single one.</param>
internal sealed class Multiscale(string name, string axes, PixelSize? size, int levels, string? method)
{
    private readonly PhysicalScale? scale = PhysicalScale.Of(size);

    // Distances without a unit still say how the axes compare.
    private readonly VoxelSize? bare = PhysicalScale.Of(size) is null ? VoxelSize.Of(size) : null;

    /// <summary>The version, where every part of the metadata has it.</summary>
    public string? Version { get; init; }

    /// <summary>Writes the member <c>multiscales</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("multiscales");
        json.WriteStartObject();
        if (Version is not null)
        {
            json.WriteString("version", Version);
        }

        json.WriteString("name", name);
        json.WriteStartArray("axes");
        foreach (char axis in axes)
        {
            json.WriteStartObject();
            json.WriteString("name", axis.ToString());
            json.WriteString("type", axis switch { 'c' => "channel", 't' => "time", _ => "space" });
            if (UnitOf(axis) is { } unit)
            {
                json.WriteString("unit", unit);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("datasets");
        for (int level = 0; level < levels; level++)
        {
            WriteLevel(json, level);
        }

        json.WriteEndArray();
        if (method is not null && levels > 1)
        {
            json.WriteString("type", method);
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteLevel(Utf8JsonWriter json, int level)
    {
        json.WriteStartObject();
        json.WriteString("path", level.ToString(CultureInfo.InvariantCulture));
        json.WriteStartArray("coordinateTransformations");
        double factor = 1L << level;
        WriteTransformation(json, "scale", axis => axis is 'y' or 'x' ? StepOf(axis) * factor : StepOf(axis));
        if (level > 0)
        {
            // A pixel stands at its middle: half a large pixel is further from the corner than half a small one.
            WriteTransformation(json, "translation", axis => axis is 'y' or 'x' ? StepOf(axis) * (factor - 1) / 2 : 0);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteTransformation(Utf8JsonWriter json, string type, Func<char, double> value)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteStartArray(type);
        foreach (char axis in axes)
        {
            json.WriteNumberValue(value(axis));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private double StepOf(char axis) => axis switch
    {
        'x' => scale?.Width ?? bare?.X,
        'y' => scale?.Height ?? bare?.Y,
        'z' => scale?.Depth ?? bare?.Z,
        _ => null,
    } ?? 1;

    private string? UnitOf(char axis) => scale is null || axis is not ('x' or 'y' or 'z') || (axis == 'z' && scale.Depth is null) ? null : LengthUnits.NameOf(scale.Unit);
}
