using System.Text.Json;
using NDSeg.Storage;

namespace NDSeg.IO.Zarr.Metadata;

/// <summary>How labels are laid out in a version of OME-Zarr: an image and its labels are of one version.</summary>
internal abstract class OmeEdition
{
    /// <summary>OME-Zarr 0.5 on Zarr 3, which everything of its own is written in.</summary>
    public static OmeEdition Newest { get; } = new OmeEdition05();

    /// <summary>OME-Zarr 0.4 on Zarr 2.</summary>
    public static OmeEdition Earlier { get; } = new OmeEdition04();

    /// <summary>Whether chunks can stand together in one file.</summary>
    public abstract bool HasShards { get; }

    /// <summary>The version where it stands in every part of the metadata; null where it stands in one place.</summary>
    public abstract string? VersionOfParts { get; }

    /// <summary>The file that holds the attributes of a group.</summary>
    public abstract string AttributesFile { get; }

    /// <summary>Names that lead to what OME-Zarr says, from the root of that file.</summary>
    public abstract IReadOnlyList<string> OmeMember { get; }

    /// <summary>The folder between an array and its chunks; empty for none.</summary>
    public abstract string ChunkFolder { get; }

    /// <summary>Whether a folder is a group of this version of Zarr.</summary>
    /// <exception cref="SegException">CorruptImage; UnsupportedImage; FileNotReadable.</exception>
    public abstract bool IsGroup(string folder);

    /// <summary>Writes the metadata of an array, see <see cref="ArrayFile"/>.</summary>
    public abstract void WriteArray(string folder, long[] shape, long[] chunk, long[]? shard, string type, string[] dimensions);

    /// <summary>Writes the metadata of a group.</summary>
    /// <param name="folder">The group's folder.</param>
    /// <param name="ome">Writes the members that OME-Zarr names.</param>
    /// <param name="own">Writes other members.</param>
    public abstract void WriteGroup(string folder, Action<Utf8JsonWriter> ome, Action<Utf8JsonWriter> own);

    private sealed class OmeEdition05 : OmeEdition
    {
        public override bool HasShards => true;

        public override string? VersionOfParts => null;

        public override string AttributesFile => GroupFile.Name;

        public override IReadOnlyList<string> OmeMember { get; } = ["attributes", "ome"];

        public override string ChunkFolder => "c";

        public override bool IsGroup(string folder) => GroupFile.IsGroup(folder);

        public override void WriteArray(string folder, long[] shape, long[] chunk, long[]? shard, string type, string[] dimensions)
            => ArrayFile.Write(folder, shape, chunk, shard, type, dimensions);

        public override void WriteGroup(string folder, Action<Utf8JsonWriter> ome, Action<Utf8JsonWriter> own)
            => GroupFile.Write(folder, json =>
            {
                json.WriteStartObject("ome");
                json.WriteString("version", GroupFile.OmeVersion);
                ome(json);
                json.WriteEndObject();
                own(json);
            });
    }

    private sealed class OmeEdition04 : OmeEdition
    {
        private const string GroupName = ".zgroup";

        public override bool HasShards => false;

        public override string? VersionOfParts => "0.4";

        public override string AttributesFile => ".zattrs";

        public override IReadOnlyList<string> OmeMember { get; } = [];

        public override string ChunkFolder => string.Empty;

        public override bool IsGroup(string folder) => File.Exists(Path.Combine(folder, GroupName)) && !File.Exists(Path.Combine(folder, GroupFile.Name));

        public override void WriteArray(string folder, long[] shape, long[] chunk, long[]? shard, string type, string[] dimensions)
            => ArrayFile.WriteZarr2(folder, shape, chunk, type);

        public override void WriteGroup(string folder, Action<Utf8JsonWriter> ome, Action<Utf8JsonWriter> own)
        {
            // The attributes first: the other file makes it a group.
            WriteFile(folder, AttributesFile, json =>
            {
                ome(json);
                own(json);
            });
            WriteFile(folder, GroupName, json => json.WriteNumber("zarr_format", 2));
        }

        private static void WriteFile(string folder, string name, Action<Utf8JsonWriter> members)
            => AtomicFile.Write(Path.Combine(folder, name), overwrite: true, stream =>
            {
                using var json = new Utf8JsonWriter(stream, GroupFile.Options);
                json.WriteStartObject();
                members(json);
                json.WriteEndObject();
            });
    }
}
