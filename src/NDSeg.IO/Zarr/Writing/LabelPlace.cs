using System.Text.Json;
using NDSeg.IO.Labels;
using NDSeg.IO.Zarr.Metadata;
using NDSeg.IO.Zarr.Nodes;
using NDSeg.Storage;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>Where labels of an image stand: in groups below <c>&lt;image&gt;/labels</c>, which has a list of their names.</summary>
internal static class LabelPlace
{
    private const string LabelsName = "labels";
    private const string LockName = ".ndseg.lock";
    private const int Attempts = 200;
    private const int Pause = 50;

    /// <summary>The folder that a path of the form <c>&lt;image&gt;/labels/&lt;name&gt;</c> belongs to; null where there is none of Zarr.</summary>
    public static string? ImageOf(string target)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        return Path.GetDirectoryName(full) is { } labels && Path.GetFileName(labels) == LabelsName && Path.GetDirectoryName(labels) is { } image && GroupFile.IsIn(image) ? image : null;
    }

    /// <summary>How many levels the labels must have: as many as their image. Null where they belong to none.</summary>
    /// <exception cref="SegException">Those of reading the image's metadata.</exception>
    public static int? LevelsOf(string target) => ImageOf(target) is { } image ? new ZarrNode(image, string.Empty).Image?.Levels.Count : null;

    /// <summary>The version of OME-Zarr that labels are written in: that of their image.</summary>
    public static OmeEdition EditionOf(string target) => ImageOf(target) is { } image && OmeEdition.Earlier.IsGroup(image) ? OmeEdition.Earlier : OmeEdition.Newest;

    /// <summary>Refuses a target that cannot be written, and makes the place for labels in an image that has none.</summary>
    /// <param name="target">Full path of the labels.</param>
    /// <param name="overwrite">Whether earlier ones may be replaced.</param>
    /// <param name="sharded">Whether the chunks of a slice stand in one file.</param>
    /// <exception cref="SegException">TargetExists, TargetNotOurs, TargetNotWritable; those of reading the image's metadata.</exception>
    public static void RequireWritable(string target, bool overwrite, bool sharded)
    {
        if (ImageOf(target) is { } image)
        {
            OmeEdition edition = EditionOf(target);
            RequireImage(image, edition);
            if (sharded && !edition.HasShards)
            {
                throw Refused("an OME-Zarr 0.5 image for labels in shards", "one of an earlier version", image);
            }

            string labels = Path.GetDirectoryName(target)!;
            if (!GroupFile.IsIn(labels))
            {
                BeginList(labels, edition);
            }
            else if (!edition.IsGroup(labels))
            {
                throw Refused("a group for labels", "something else", labels);
            }
        }

        AtomicFolder.RequireReplaceable(target, overwrite, LabelGroup.IsOurs);
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
        OmeEdition edition = EditionOf(target);
        string file = Path.Combine(labels, edition.AttributesFile);
        using LockFile hold = Hold(labels);
        using JsonDocument? json = File.Exists(file) ? JsonFile.Read(file) : null;
        JsonElement root = json?.RootElement ?? default;
        JsonElement ome = edition.OmeMember.Aggregate(root, (element, member) => element.Member(member));
        string[] names = [.. ome.Member(LabelsName).Items().Select(n => n.Text()).OfType<string>()];
        if (names.Contains(name))
        {
            return;
        }

        // Other programs keep things of their own beside the list.
        names = [.. names, name];
        bool isBegun = ome.ValueKind == JsonValueKind.Object || edition.OmeMember.Count == 0;
        GroupFile.Replace(file, root, isBegun ? [.. edition.OmeMember, LabelsName] : [.. edition.OmeMember], writer => WriteList(writer, names, isBegun));
    }

    private static void RequireImage(string image, OmeEdition edition)
    {
        var node = new ZarrNode(image, string.Empty);
        if (node.Array is not null)
        {
            throw Refused("an OME-Zarr image to add labels to", "an array", image);
        }

        if (node.Image is null)
        {
            throw Refused("an OME-Zarr image to add labels to", "a group that describes none", image);
        }

        if (edition == OmeEdition.Earlier ? node.Image.Version != edition.VersionOfParts : !edition.IsGroup(image))
        {
            throw Refused("an OME-Zarr image of version 0.4 or 0.5 to add labels to", "one of another version", image);
        }
    }

    private static SegException Refused(string expected, string found, string path)
        => new("TargetNotWritable", SegErrorKind.NotSupported, $"Expected {expected}, found {found} at '{path}'.", "Write the labels to a .zarr of their own.");

    private static void BeginList(string labels, OmeEdition edition)
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
            edition.WriteGroup(
                labels,
                json =>
                {
                    json.WritePropertyName(LabelsName);
                    WriteList(json, [], isBegun: true);
                },
                _ => { });
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

    /// <summary>Writes the names, alone where there is something they stand in.</summary>
    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<string> names, bool isBegun)
    {
        if (!isBegun)
        {
            json.WriteStartObject();
            json.WriteString("version", GroupFile.OmeVersion);
            json.WritePropertyName(LabelsName);
        }

        json.WriteStartArray();
        foreach (string name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        if (!isBegun)
        {
            json.WriteEndObject();
        }
    }
}
