using System.Runtime.InteropServices;
using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Labels;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>Single label maps and float planes as groups of OME-Zarr 0.5.</summary>
internal sealed class ZarrWriter : ILabelFormat, IPlaneFormat
{
    private const string ScratchName = ".scratch";

    public void Require(LabelSampleType type) => LabelGroup.Require(type, "a .zarr folder");

    /// <summary>H x W at several levels.</summary>
    public void Write(OutputTarget target, LabelRaster labels, LabelWriteOptions options, CancellationToken cancellation)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target.Path));
        LabelGroup.RequireWritable(path, target.Overwrite);
        var header = new VolumeHeader(null, labels.Height, labels.Width, labels.Type.Bits, labels.Type.Samples, labels.Type.IsSigned, labels.PixelSize);
        header.Learn(labels.Classes);
        target.WriteFolder(LabelGroup.IsOurs, folder =>
        {
            var samples = new byte[checked(labels.Height * labels.RowBytes)];
            labels.Fill(0, labels.Height, samples);
            IReadOnlyList<PyramidLevel> levels = PyramidLevel.Of(labels.Height, labels.Width, options.Sharded);
            WriteChunks(folder, levels, labels.Type.BytesPerPixel, isFlat: true, 1, _ => samples, cancellation);
            new LabelGroup(header, levels, count: null, labels.Classes, options.Provenance).WriteMetadata(folder, path);
        });
        LabelGroup.Enlist(path);
    }

    /// <summary>C x H x W, or H x W for a single plane; the names are those of the channels.</summary>
    public void Write(OutputTarget target, int height, int width, IReadOnlyList<float[]> planes, PlaneWriteOptions options, CancellationToken cancellation)
        => target.WriteFolder(LabelGroup.IsOurs, folder =>
        {
            bool isFlat = planes.Count == 1;
            PyramidLevel full = new(0, height, width, IsSharded: false);
            WriteChunks(folder, [full], sizeof(float), isFlat, planes.Count, c => MemoryMarshal.AsBytes(planes[c].AsSpan()).ToArray(), cancellation);
            long[] channels = isFlat ? [] : [planes.Count];
            long[] one = isFlat ? [] : [1];
            ArrayFile.Write(Path.Combine(folder, "0"), [.. channels, height, width], [.. one, full.ChunkHeight, full.ChunkWidth], shard: null, "float32", isFlat ? ["y", "x"] : ["c", "y", "x"]);
            GroupFile.Write(folder, json =>
            {
                json.WriteStartObject("ome");
                json.WriteString("version", GroupFile.OmeVersion);
                new Multiscale(Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(target.Path)), isFlat ? "yx" : "cyx", PhysicalScale.Of(options.PixelSize), 1, method: null).Write(json);
                WriteChannels(json, planes, options.Names);
                json.WriteEndObject();
                GroupFile.WriteOwn(json, options.Provenance);
            });
        });

    private static void WriteChunks(string folder, IReadOnlyList<PyramidLevel> levels, int bytes, bool isFlat, int count, Func<int, byte[]> samples, CancellationToken cancellation)
    {
        string scratch = Path.Combine(folder, ScratchName);
        var tree = new ChunkTree(folder, scratch, levels, bytes, isFlat);
        for (int slice = 0; slice < count; slice++)
        {
            cancellation.ThrowIfCancellationRequested();
            tree.Write(slice, samples(slice));
        }

        Directory.Delete(scratch, recursive: true);
    }

    /// <summary>Names of the channels, with the range of their values, which viewers ask for.</summary>
    private static void WriteChannels(Utf8JsonWriter json, IReadOnlyList<float[]> planes, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return;
        }

        json.WriteStartObject("omero");
        json.WriteStartArray("channels");
        foreach ((float[] plane, string name) in planes.Zip(names))
        {
            float least = plane.Where(float.IsFinite).DefaultIfEmpty(0).Min();
            float most = plane.Where(float.IsFinite).DefaultIfEmpty(1).Max();
            json.WriteStartObject();
            json.WriteString("label", name);
            json.WriteString("color", "FFFFFF");
            json.WriteStartObject("window");
            json.WriteNumber("min", least);
            json.WriteNumber("max", most);
            json.WriteNumber("start", least);
            json.WriteNumber("end", most > least ? most : least + 1);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
