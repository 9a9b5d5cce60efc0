using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Labels;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>The metadata of a label volume as an OME-Zarr group: multiscales, <c>image-label</c> with colours and names, and where it belongs.</summary>
/// <param name="header">What all slices share.</param>
/// <param name="levels">Levels of the slices.</param>
/// <param name="count">Number of slices; null for a single map without an axis of slices.</param>
/// <param name="classes">Classes whose names go before those that came with the slices; null for none.</param>
/// <param name="provenance">JSON to keep, or null.</param>
internal sealed class LabelGroup(VolumeHeader header, IReadOnlyList<PyramidLevel> levels, int? count, IReadOnlyList<SegClass>? classes, string? provenance)
{
    private readonly OmeEdition edition = EditionOf(header);

    /// <summary>The version of OME-Zarr that a label volume is written in.</summary>
    public static OmeEdition EditionOf(VolumeHeader header) => header.IsEarlier ? OmeEdition.Earlier : OmeEdition.Newest;

    /// <summary>Whether a folder is a group that this module wrote: only such a one is ever replaced.</summary>
    public static bool IsOurs(string folder)
    {
        try
        {
            return !VolumeMarker.IsLink(folder) && GroupAttributes.Read(folder).IsOurs;
        }
        catch (SegException)
        {
            return false;
        }
    }

    /// <exception cref="SegException">UnsupportedLabels.</exception>
    public static void Require(LabelSampleType type, string target)
    {
        if (type.Samples != 1)
        {
            throw new SegException("UnsupportedLabels", SegErrorKind.NotSupported, $"Expected indexed labels for a Zarr volume, found colours for '{target}'.", "Write a TIFF volume.");
        }
    }

    /// <summary>Writes the metadata of the group and of the arrays of its levels into the group's folder.</summary>
    /// <param name="folder">The folder as it is now.</param>
    /// <param name="target">The folder as it will be.</param>
    public void WriteMetadata(string folder, string target)
    {
        string axes = count is int slicesOf ? $"{SliceAxis.LetterOf(LabelPlace.ImageOf(target), slicesOf)}yx" : "yx";
        string type = (header.Type.IsSigned ? "int" : "uint") + header.Type.Bits;
        foreach (PyramidLevel level in levels)
        {
            string array = Path.Combine(folder, $"{level.Number}");
            Directory.CreateDirectory(array);
            long[] slices = count is int depth ? [depth] : [];
            long[] one = count is null ? [] : [1];
            edition.WriteArray(array, [.. slices, level.Height, level.Width], [.. one, level.ChunkHeight, level.ChunkWidth], level.IsSharded ? [.. one, .. level.FileShape] : null, type, [.. axes.Select(a => a.ToString())]);
        }

        edition.WriteGroup(
            folder,
            json =>
            {
                new Multiscale(Path.GetFileNameWithoutExtension(target), axes, header.PixelSize, levels.Count, "mode") { Version = edition.VersionOfParts }.Write(json);
                WriteImageLabel(json, LabelPlace.ImageOf(target) is not null);
            },
            json => GroupFile.WriteOwn(json, provenance));
    }

    private void WriteImageLabel(Utf8JsonWriter json, bool hasImage)
    {
        Dictionary<long, SegClass> known = (classes ?? []).GroupBy(c => c.Value).ToDictionary(c => c.Key, c => c.First());
        json.WriteStartObject("image-label");
        if (edition.VersionOfParts is { } version)
        {
            json.WriteString("version", version);
        }

        if (header.Colors.Count > 0)
        {
            // Neither list may be empty.
            WriteColors(json, known);
            WriteNames(json, known);
        }

        if (hasImage)
        {
            json.WriteStartObject("source");
            json.WriteString("image", "../../");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteColors(Utf8JsonWriter json, Dictionary<long, SegClass> known)
    {
        json.WriteStartArray("colors");
        foreach ((long value, string text) in header.Colors)
        {
            RgbColor color = known.TryGetValue(value, out SegClass? one) ? one.Color : RgbColor.Parse(text);
            json.WriteStartObject();
            json.WriteNumber("label-value", value);
            json.WriteStartArray("rgba");
            foreach (int part in new[] { color.R, color.G, color.B, byte.MaxValue })
            {
                json.WriteNumberValue(part);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteNames(Utf8JsonWriter json, Dictionary<long, SegClass> known)
    {
        json.WriteStartArray("properties");
        foreach (long value in header.Colors.Keys)
        {
            json.WriteStartObject();
            json.WriteNumber("label-value", value);
            json.WriteString("name", known.TryGetValue(value, out SegClass? one) ? one.Name : header.Names.GetValueOrDefault(value, $"{value}"));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
