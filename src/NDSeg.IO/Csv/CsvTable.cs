using System.Globalization;
using System.Text;
using NDSeg.IO.Formats;
using NDSeg.Models;
using NDSeg.Training;

namespace NDSeg.IO.Csv;

/// <summary>
/// A training table as text: a first line that starts with <c># ndseg-training</c> and describes maps, classes and files in JSON, a
/// line of column names, and a line per labelled pixel: image, row, column, value and name of its class, then its maps, each
/// number in the shortest form that reads back as the same float32.
/// </summary>
internal sealed class CsvTable : ITrainingDataFormat
{
    private const string Mark = "# ndseg-training ";

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public string Extension => ".csv";

    public bool Recognises(ReadOnlySpan<byte> head)
        => (head.StartsWith(ByteOrderMark) ? head[ByteOrderMark.Length..] : head).StartsWith(Encoding.ASCII.GetBytes(Mark));

    public void Write(Stream stream, SegTrainingData data, CancellationToken cancellation)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        writer.Write(Mark);
        writer.WriteLine(TrainingDataHeader.Of(data).ToJson());
        writer.WriteLine(string.Join(',', Columns(data.Names)));
        string[] ends = [.. data.Classes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value},{CsvCell.Of(c.Name)}"))];
        float[] values = data.Values;
        Span<char> number = stackalloc char[32];
        for (int i = 0; i < data.SampleCount; i++)
        {
            if (i % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{data.Images[i]},{data.Rows[i]},{data.Columns[i]},"));
            writer.Write(ends[data.Targets[i] - 1]);
            foreach (float value in values.AsSpan(i * data.FeatureCount, data.FeatureCount))
            {
                value.TryFormat(number, out int length, provider: CultureInfo.InvariantCulture);
                writer.Write(',');
                writer.Write(number[..length]);
            }

            writer.WriteLine();
        }
    }

    public string ReadHeader(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        return HeaderOf(reader);
    }

    public SegTrainingData Read(Stream stream, CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        var header = TrainingDataHeader.Parse(HeaderOf(reader));
        CheckColumns(reader.ReadLine(), Columns(header.Plan.Names));
        var indexOf = header.Classes.ToDictionary(c => c.Value, c => c.Index);
        List<int> images = [], rows = [], columns = [], targets = [];
        List<float> values = [];
        for (int line = 3; reader.ReadLine() is string text; line++)
        {
            if (line % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (text.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            var cells = new CsvLine(text, line);
            images.Add(cells.Integer("image"));
            rows.Add(cells.Integer("row"));
            columns.Add(cells.Integer("column"));
            targets.Add(ClassOf(cells.Long("class"), indexOf, line));
            cells.Skip();
            foreach (string name in header.Plan.Names)
            {
                values.Add(cells.Float(name));
            }

            cells.End();
        }

        return new SegTrainingData([.. values], [.. targets], header.Plan, header.Classes, header.Encoding, [.. rows], [.. columns], [.. images], header.Files);
    }

    private static string HeaderOf(StreamReader reader)
    {
        string? line = reader.ReadLine();
        return line is not null && line.StartsWith(Mark, StringComparison.Ordinal)
            ? line[Mark.Length..]
            : throw new InvalidDataException($"Its first line does not start with '{Mark.Trim()}'.");
    }

    /// <summary>The cells of the line of names. Those of the pixel give way to maps of the same name, upper case or lower: programs take columns by name.</summary>
    private static List<string> Columns(IReadOnlyList<string> maps)
    {
        var taken = new HashSet<string>(maps, StringComparer.OrdinalIgnoreCase);
        List<string> names = [];
        foreach (string name in new[] { "image", "row", "column", "class", "class_name" })
        {
            string free = name;
            while (!taken.Add(free))
            {
                free += "_";
            }

            names.Add(free);
        }

        names.AddRange(maps.Select(CsvCell.Of));
        return names;
    }

    private static void CheckColumns(string? line, List<string> expected)
    {
        // Programs that save a table quote names in ways of their own, so that cells are compared, not the text.
        var found = new CsvLine(line ?? string.Empty, 2);
        for (int i = 0; i < expected.Count; i++)
        {
            string name = new CsvLine(expected[i], 2).Text();
            string cell = found.Text();
            if (cell != name)
            {
                throw new InvalidDataException($"Expected column {i + 1} to be '{name}', found '{cell}'. Columns have the order they were written in.");
            }
        }

        found.End();
    }

    private static int ClassOf(long value, Dictionary<long, int> indexOf, int line)
        => indexOf.TryGetValue(value, out int index)
            ? index
            : throw new InvalidDataException($"Expected one of the classes {string.Join(", ", indexOf.Keys.Take(20))} in line {line}, found {value}.");
}
