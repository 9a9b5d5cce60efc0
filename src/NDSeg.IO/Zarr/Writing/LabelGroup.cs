using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Labels;
using NDSeg.IO.Zarr.Metadata;
using NDSeg.Storage;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>The metadata of a label volume as an OME-Zarr 0.5 group: multiscales, <c>image-label</c> with colours and names, and where it belongs.</summary>
/// <param name="header">What all slices share.</param>
/// <param name="levels">Levels of the slices.</param>
/// <param name="count">Number of slices; null for a single map without an axis of slices.</param>
/// <param name="classes">Classes whose names go before those that came with the slices; null for none.</param>
/// <param name="provenance">JSON to keep, or null.</param>
internal sealed class LabelGroup(VolumeHeader header, IReadOnlyList<PyramidLevel> levels, int? count, IReadOnlyList<SegClass>? classes, string? provenance)
{
    private const string LabelsName = "labels";
    private const string LockName = ".ndseg.lock";
    private const int Attempts = 200;
    private const int Pause = 50;

    /// <summary>The group that a path of the form <c>&lt;image&gt;/labels/&lt;name&gt;</c> belongs to; null where there is none.</summary>
    public static string? ImageOf(string target)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        return Path.GetDirectoryName(full) is { } labels && Path.GetFileName(labels) == LabelsName && Path.GetDirectoryName(labels) is { } image && GroupFile.IsIn(image) ? image : null;
    }

    /// <summary>Refuses a target that cannot be written, and makes the place for labels in an image that has none.</summary>
    /// <exception cref="SegException">TargetExists, TargetNotOurs, TargetNotWritable.</exception>
    public static void RequireWritable(string target, bool overwrite)
    {
        if (ImageOf(target) is { } image)
        {
            if (!File.Exists(Path.Combine(image, GroupFile.Name)))
            {
                throw new SegException("TargetNotWritable", SegErrorKind.NotSupported, $"Expected an OME-Zarr 0.5 image to add labels to, found one of an earlier version at '{image}'.", "Write the labels to a .zarr of their own.");
            }

            string labels = Path.GetDirectoryName(target)!;
            if (!GroupFile.IsIn(labels))
            {
                BeginList(labels);
            }
        }

        AtomicFolder.RequireReplaceable(target, overwrite, IsOurs);
    }

    /// <summary>Whether a folder is a group that this module wrote: only such a one is ever replaced.</summary>
    public static bool IsOurs(string folder)
    {
        string file = Path.Combine(folder, GroupFile.Name);
        if (VolumeMarker.IsLink(folder) || !File.Exists(file))
        {
            return false;
        }

        try
        {
            using JsonDocument json = JsonFile.Read(file);
            return json.RootElement.Member("attributes").Member(GroupFile.OwnAttribute).ValueKind == JsonValueKind.Object;
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

    /// <summary>Names a finished label group in the list of its image, where it has one.</summary>
    public static void Enlist(string target)
    {
        if (ImageOf(target) is null)
        {
            return;
        }

        string labels = Path.GetDirectoryName(target)!;
        string name = Path.GetFileName(target);
        using LockFile hold = Hold(labels);
        using JsonDocument json = JsonFile.Read(Path.Combine(labels, GroupFile.Name));
        JsonElement list = json.RootElement.Member("attributes").Member("ome").Member(LabelsName);
        string[] names = list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!)] : [];
        if (!names.Contains(name))
        {
            WriteList(labels, [.. names, name]);
        }
    }

    /// <summary>Writes the metadata of the group and of the arrays of its levels into the group's folder.</summary>
    /// <param name="folder">The folder as it is now.</param>
    /// <param name="target">The folder as it will be.</param>
    public void WriteMetadata(string folder, string target)
    {
        string axes = count is int slicesOf ? $"{SliceAxis.LetterOf(ImageOf(target), slicesOf)}yx" : "yx";
        string type = (header.Type.IsSigned ? "int" : "uint") + header.Type.Bits;
        foreach (PyramidLevel level in levels)
        {
            string array = Path.Combine(folder, $"{level.Number}");
            Directory.CreateDirectory(array);
            long[] slices = count is int depth ? [depth] : [];
            long[] one = count is null ? [] : [1];
            ArrayFile.Write(array, [.. slices, level.Height, level.Width], [.. one, level.ChunkHeight, level.ChunkWidth], level.IsSharded ? [.. one, .. level.FileShape] : null, type, [.. axes.Select(a => a.ToString())]);
        }

        GroupFile.Write(folder, json =>
        {
            json.WriteStartObject("ome");
            json.WriteString("version", GroupFile.OmeVersion);
            new Multiscale(Path.GetFileNameWithoutExtension(target), axes, PhysicalScale.Of(header.PixelSize), levels.Count, "mode").Write(json);
            WriteImageLabel(json, ImageOf(target) is not null);
            json.WriteEndObject();
            GroupFile.WriteOwn(json, provenance);
        });
    }

    private static void BeginList(string labels)
    {
        try
        {
            Directory.CreateDirectory(labels);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VolumeFolder.NotWritable(labels, e);
        }

        // Another run may have begun it meanwhile, and have named its labels in it.
        using LockFile hold = Hold(labels);
        if (!GroupFile.IsIn(labels))
        {
            WriteList(labels, []);
        }
    }

    /// <summary>Keeps other runs from the list while a name is added to it.</summary>
    /// <exception cref="SegException">TargetBusy, TargetNotWritable.</exception>
    private static LockFile Hold(string labels)
    {
        string path = Path.Combine(labels, LockName);
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                if (LockFile.TryTake(path) is { } held)
                {
                    return held;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw VolumeFolder.NotWritable(labels, e);
            }

            Thread.Sleep(Pause);
        }

        throw new SegException("TargetBusy", SegErrorKind.Access, $"Expected to add a name to the list of '{labels}', found another run at work on it.", "Wait for it to end.");
    }

    private static void WriteList(string labels, IReadOnlyList<string> names)
        => GroupFile.Write(labels, json =>
        {
            json.WriteStartObject("ome");
            json.WriteString("version", GroupFile.OmeVersion);
            json.WriteStartArray(LabelsName);
            foreach (string name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private void WriteImageLabel(Utf8JsonWriter json, bool hasImage)
    {
        Dictionary<long, SegClass> known = (classes ?? []).GroupBy(c => c.Value).ToDictionary(c => c.Key, c => c.First());
        json.WriteStartObject("image-label");
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
