using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace NDSeg.TestData;

/// <summary>Reads the .npz archives the reference values are kept in.</summary>
public static partial class NpzFile
{
    /// <summary>Every array of the archive by name.</summary>
    public static IReadOnlyDictionary<string, NpzArray> Read(string path)
    {
        var arrays = new Dictionary<string, NpzArray>(StringComparer.Ordinal);
        using ZipArchive zip = ZipFile.OpenRead(path);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using Stream stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            arrays[entry.FullName[..^".npy".Length]] = Parse(memory.ToArray());
        }

        return arrays;
    }

    private static NpzArray Parse(byte[] file)
    {
        int start = file[6] == 1 ? 10 : 12;
        int length = file[6] == 1 ? BitConverter.ToUInt16(file, 8) : BitConverter.ToInt32(file, 8);
        string header = Encoding.ASCII.GetString(file, start, length);
        string descr = Descr().Match(header).Groups[1].Value;
        if (descr[0] == '>')
        {
            throw new NotSupportedException(header);
        }

        int[] shape = [.. Shape().Match(header).Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(t => int.Parse(t, CultureInfo.InvariantCulture))];
        byte[] samples = file[(start + length)..];
        bool columns = header.Contains("'fortran_order': True", StringComparison.Ordinal) && shape.Length == 2;
        return new NpzArray(descr[1..], shape, columns ? Transposed(samples, shape[0], shape[1]) : samples);
    }

    /// <summary>Row by row what is stored column by column.</summary>
    private static byte[] Transposed(byte[] samples, int rows, int columns)
    {
        int size = samples.Length / (rows * columns);
        var turned = new byte[samples.Length];
        for (int i = 0; i < rows * columns; i++)
        {
            samples.AsSpan(((i % columns * rows) + (i / columns)) * size, size).CopyTo(turned.AsSpan(i * size));
        }

        return turned;
    }

    [GeneratedRegex("'descr': '([^']+)'")]
    private static partial Regex Descr();

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex Shape();
}
