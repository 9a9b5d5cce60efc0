using System.IO.Compression;
using NDSeg.IO.Formats;
using NDSeg.Models;
using NDSeg.Storage;
using NDSeg.Training;

namespace NDSeg.IO.Npz;

/// <summary>
/// A training table as arrays of numpy: <c>values</c> (N x F, float32), <c>labels</c> (class values, int64), <c>images</c>,
/// <c>rows</c>, <c>columns</c> (int32), <c>names</c> of the maps, <c>class_values</c>, <c>class_names</c>, and <c>description</c>: JSON
/// about maps, classes and files, which is what is read back. Stored uncompressed, as numpy.savez does.
/// </summary>
internal sealed class NpzTable : ITrainingDataFormat
{
    private const string Description = "description";
    private const int MostDescription = 1 << 24;

    public string Extension => ".npz";

    public bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    public void Write(Stream stream, SegTrainingData data, CancellationToken cancellation)
    {
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "values", entry => NpyArray.Write(entry, data.Values, [data.SampleCount, data.FeatureCount], cancellation));
            Add(zip, "labels", entry => NpyArray.Write(entry, Array.ConvertAll(data.Targets, t => data.Classes[t - 1].Value), cancellation));
            Add(zip, "images", entry => NpyArray.Write(entry, data.Images, cancellation));
            Add(zip, "rows", entry => NpyArray.Write(entry, data.Rows, cancellation));
            Add(zip, "columns", entry => NpyArray.Write(entry, data.Columns, cancellation));
            Add(zip, "names", entry => NpyText.Write(entry, data.Names));
            Add(zip, "class_values", entry => NpyArray.Write(entry, [.. data.Classes.Select(c => c.Value)], cancellation));
            Add(zip, "class_names", entry => NpyText.Write(entry, [.. data.Classes.Select(c => c.Name)]));
            Add(zip, Description, entry => NpyText.Write(entry, TrainingDataHeader.Of(data).ToJson()));
        }

        ZipHost.Set(stream);
    }

    public string ReadHeader(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        return Header(zip);
    }

    public SegTrainingData Read(Stream stream, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var header = TrainingDataHeader.Parse(Header(zip));
        int[] targets = [.. ClassesOf(Integers(zip, "labels", cancellation), header)];
        int maps = header.Plan.Count;
        float[] values = NpzEntry.Read(zip, "values", entry =>
        {
            entry.Require("a table of float32", entry.Type == "<f4" && entry.Shape.Count == 2);
            entry.Require($"{targets.Length} rows of {maps} maps", entry.Shape[0] == targets.Length && entry.Shape[1] == maps);
            return NpyArray.ReadFloats(entry, cancellation);
        });
        return new SegTrainingData(
            values,
            targets,
            header.Plan,
            header.Classes,
            header.Encoding,
            Positions(zip, "rows", targets.Length, cancellation),
            Positions(zip, "columns", targets.Length, cancellation),
            Positions(zip, "images", targets.Length, cancellation),
            header.Files);
    }

    private static string Header(ZipArchive zip)
        => NpzEntry.Read(zip, Description, entry =>
        {
            entry.Require($"one text of at most {MostDescription} bytes", entry.Shape.Count == 0 && entry.Type.StartsWith("<U", StringComparison.Ordinal) && entry.ItemBytes <= MostDescription);
            return NpyText.Read(entry);
        });

    private static long[] Integers(ZipArchive zip, string name, CancellationToken cancellation)
        => NpzEntry.Read(zip, name, entry =>
        {
            entry.Require("a list of integers", entry.Shape.Count == 1 && entry.Type is [_, 'i' or 'u', _]);
            return NpyArray.ReadIntegers(entry, cancellation);
        });

    private static int[] Positions(ZipArchive zip, string name, int count, CancellationToken cancellation)
    {
        long[] found = Integers(zip, name, cancellation);
        return found.Length == count && !found.AsSpan().ContainsAnyExceptInRange(0, int.MaxValue)
            ? Array.ConvertAll(found, n => (int)n)
            : throw new InvalidDataException($"Expected {count} numbers from 0 on in '{name}', found {found.Length}.");
    }

    private static IEnumerable<int> ClassesOf(long[] labels, TrainingDataHeader header)
    {
        var indexOf = header.Classes.ToDictionary(c => c.Value, c => c.Index);
        return labels.Select(value => indexOf.TryGetValue(value, out int index)
            ? index
            : throw new InvalidDataException($"Expected the classes {string.Join(", ", indexOf.Keys.Take(20))} in 'labels', found {value}."));
    }

    private static void Add(ZipArchive zip, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name + NpzEntry.Ending, CompressionLevel.NoCompression);
        entry.LastWriteTime = ZipHost.EntryTime;
        entry.ExternalAttributes = ZipHost.Permissions;
        using Stream stream = entry.Open();
        write(stream);
    }
}
