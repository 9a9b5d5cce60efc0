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
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal) || descr[0] == '>')
        {
            throw new NotSupportedException(header);
        }

        int[] shape = [.. Shape().Match(header).Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(t => int.Parse(t, CultureInfo.InvariantCulture))];
        return new NpzArray(descr[1..], shape, file[(start + length)..]);
    }

    [GeneratedRegex("'descr': '([^']+)'")]
    private static partial Regex Descr();

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex Shape();
}
