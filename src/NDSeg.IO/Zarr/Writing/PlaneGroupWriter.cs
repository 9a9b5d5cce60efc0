using System.Numerics;
using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Zarr.Arrays;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>Planes as groups of OME-Zarr 0.5: channels, slices, rows and columns, without the axes of which there is one.</summary>
internal sealed class PlaneGroupWriter : IPlaneFormat, IPlaneVolumeFormat
{
    private const string ScratchName = ".scratch";

    /// <summary>C x H x W, or H x W for a single plane; the names are those of the channels.</summary>
    public void Write(OutputTarget target, int height, int width, IReadOnlyList<Array> planes, PlaneWriteOptions options, CancellationToken cancellation)
        => Write(target, planes.Count == 1 ? "yx" : "cyx", new PlaneVolumeShape(1, planes.Count, height, width), [planes], options, cancellation);

    /// <summary>C x Z x H x W, or Z x H x W for a single map: OME-Zarr has channels before slices.</summary>
    public void Write(OutputTarget target, PlaneVolumeShape shape, IEnumerable<IReadOnlyList<Array>> slices, PlaneWriteOptions options, CancellationToken cancellation)
        => Write(target, shape.Planes == 1 ? "zyx" : "czyx", shape, slices, options, cancellation);

    private static void Write(OutputTarget target, string axes, PlaneVolumeShape shape, IEnumerable<IReadOnlyList<Array>> slices, PlaneWriteOptions options, CancellationToken cancellation)
        => target.WriteFolder(LabelGroup.IsOurs, folder =>
        {
            int size = SegImage.BytesPerSample(options.Type);
            ChunkTree.RequireSize(shape.Height, shape.Width, size, target.Path);
            PyramidLevel full = new(0, shape.Height, shape.Width, IsSharded: false);
            string scratch = Path.Combine(folder, ScratchName);
            var tree = new ChunkTree(folder, scratch, [full], size, number => PlaceOf(axes, number / shape.Planes, number % shape.Planes));
            var ranges = new (float Least, float Most)[shape.Planes];
            Array.Fill(ranges, (float.PositiveInfinity, float.NegativeInfinity));
            int slice = 0;
            foreach (IReadOnlyList<Array> planes in slices)
            {
                for (int c = 0; c < planes.Count; c++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    tree.Write((slice * shape.Planes) + c, PlaneBytes.Of(planes[c], size, 0, planes[c].Length).ToArray());
                    ranges[c] = options.Type.Visit<Widening, (float, float)>(new Widening(ranges[c], planes[c]));
                }

                slice++;
            }

            Directory.Delete(scratch, recursive: true);
            WriteMetadata(folder, Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(target.Path)), axes, shape, ranges, options);
        });

    private static void WriteMetadata(string folder, string name, string axes, PlaneVolumeShape shape, (float Least, float Most)[] ranges, PlaneWriteOptions options)
    {
        PyramidLevel full = new(0, shape.Height, shape.Width, IsSharded: false);
        ArrayFile.Write(
            Path.Combine(folder, "0"),
            [.. axes.Select(a => (long)(a switch { 'c' => shape.Planes, 'z' => shape.Slices, 'y' => shape.Height, _ => shape.Width }))],
            [.. axes.Select(a => (long)(a switch { 'y' => full.ChunkHeight, 'x' => full.ChunkWidth, _ => 1 }))],
            shard: null,
            ElementType.NameOf(options.Type),
            [.. axes.Select(a => a.ToString())]);
        GroupFile.Write(folder, json =>
        {
            json.WriteStartObject("ome");
            json.WriteString("version", GroupFile.OmeVersion);
            new Multiscale(name, axes, options.PixelSize, 1, method: null).Write(json);
            if (options.Names is not null)
            {
                WriteChannels(json, options.Names, ranges);
            }

            json.WriteEndObject();
            GroupFile.WriteOwn(json, options.Provenance);
        });
    }

    /// <summary>The numbers of a plane along the axes before rows and columns.</summary>
    private static string PlaceOf(string axes, int slice, int channel) => axes switch
    {
        "yx" => string.Empty,
        "cyx" => $"{channel}",
        "zyx" => $"{slice}",
        _ => Path.Combine($"{channel}", $"{slice}"),
    };

    /// <summary>Names of the channels, with the range of their values, which viewers ask for.</summary>
    private static void WriteChannels(Utf8JsonWriter json, IReadOnlyList<string> names, (float Least, float Most)[] ranges)
    {
        json.WriteStartObject("omero");
        json.WriteStartArray("channels");
        foreach ((string name, (float least, float most)) in names.Zip(ranges))
        {
            bool isKnown = least < most;
            json.WriteStartObject();
            json.WriteString("label", name);
            json.WriteString("color", "FFFFFF");
            json.WriteStartObject("window");
            foreach ((string bound, float value) in new[] { ("min", isKnown ? least : 0), ("max", isKnown ? most : 1), ("start", isKnown ? least : 0), ("end", isKnown ? most : 1) })
            {
                json.WriteNumber(bound, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private readonly struct Widening((float Least, float Most) before, Array plane) : IPixelVisitor<(float Least, float Most)>
    {
        public (float Least, float Most) Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            (float Least, float Most) range = before;
            foreach (T sample in (T[])plane)
            {
                float value = float.CreateTruncating(sample);
                if (float.IsFinite(value))
                {
                    range = (Math.Min(range.Least, value), Math.Max(range.Most, value));
                }
            }

            return range;
        }
    }
}
