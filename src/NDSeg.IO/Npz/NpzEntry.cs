using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;

namespace NDSeg.IO.Npz;

/// <summary>One array in an archive while it is read: its header, then its bytes, with every size bounded by what the file stores.</summary>
internal sealed partial class NpzEntry
{
    /// <summary>The ending of arrays in an archive.</summary>
    public const string Ending = ".npy";

    // Tables of floats shrink little; what claims to shrink much more was made to fill the memory.
    private const long MaxRatio = 64;
    private const long FreeSize = 1L << 20;
    private const int MostHeader = 1 << 14;
    private const int MostAxes = 8;

    private readonly string name;
    private readonly Stream stream;
    private readonly Crc32 sum = new();

    private NpzEntry(string name, Stream stream, long length)
    {
        this.name = name;
        this.stream = stream;
        (Type, Shape, IsTransposed, int headerBytes) = ReadHeader();
        Int128 bytes = ItemBytes;
        foreach (long axis in Shape)
        {
            bytes *= axis;
        }

        Require($"{length - headerBytes} bytes of data as its shape says", bytes == length - headerBytes);
    }

    /// <summary>Byte order, kind and size, such as <c>&lt;f4</c>.</summary>
    public string Type { get; }

    /// <summary>Lengths of the axes.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Whether the first axis runs fastest.</summary>
    public bool IsTransposed { get; }

    /// <summary>Bytes of one element.</summary>
    public long ItemBytes => long.Parse(Type.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture) * (Type[1] == 'U' ? 4 : 1);

    /// <summary>Number of elements.</summary>
    public int Count
    {
        get
        {
            long count = 1;
            foreach (long axis in Shape)
            {
                count *= axis;
            }

            Require($"at most {Array.MaxLength} elements", count <= Array.MaxLength);
            return (int)count;
        }
    }

    /// <summary>Reads an array, to its last byte and with its checksum.</summary>
    /// <param name="zip">The archive.</param>
    /// <param name="name">Name of the array.</param>
    /// <param name="read">Takes all its bytes.</param>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    public static T Read<T>(ZipArchive zip, string name, Func<NpzEntry, T> read)
    {
        ZipArchiveEntry entry = zip.GetEntry(name + Ending) ?? throw new InvalidDataException($"Expected an array '{name}', found none.");
        if (entry.Length > FreeSize + (entry.CompressedLength * MaxRatio))
        {
            throw new InvalidDataException($"Expected a plausible size of '{name}', found {entry.Length} bytes.");
        }

        using Stream stream = entry.Open();
        var array = new NpzEntry(name, stream, entry.Length);
        T result = read(array);
        array.Require("no more bytes than its shape says", stream.ReadByte() < 0);
        array.Require("the bytes it was stored with", array.sum.GetCurrentHashAsUInt32() == entry.Crc32);
        return result;
    }

    /// <summary>Fills a buffer with the next bytes.</summary>
    public void Take(Span<byte> buffer)
    {
        stream.ReadExactly(buffer);
        sum.Append(buffer);
    }

    /// <summary>Refuses the array.</summary>
    /// <exception cref="InvalidDataException">The condition does not hold.</exception>
    public void Require(string what, bool condition)
    {
        if (!condition)
        {
            throw new InvalidDataException($"Expected {what} in the array '{name}', found {(Type is null ? "something else" : $"{Type} of shape ({string.Join(", ", Shape)})")}.");
        }
    }

    private (string Type, long[] Shape, bool IsTransposed, int Bytes) ReadHeader()
    {
        Span<byte> start = stackalloc byte[10];
        Take(start);
        Require("the header of a numpy array", start[0] == 0x93 && start[1..].StartsWith("NUMPY"u8));
        int length = start[8] | (start[9] << 8);
        int bytes = 10 + length;
        if (start[6] > 1)
        {
            Span<byte> more = stackalloc byte[2];
            Take(more);
            length |= (more[0] << 16) | (more[1] << 24);
            bytes = 12 + length;
        }

        Require("a short header", length is > 0 and <= MostHeader);
        var header = new byte[length];
        Take(header);
        Match match = Header().Match(Encoding.ASCII.GetString(header));
        Require("a header with descr, fortran_order and shape", match.Success);
        long[] shape = [.. match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(n => long.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture))];
        Require($"at most {MostAxes} axes that a file can hold", shape.Length <= MostAxes && shape.All(n => n <= int.MaxValue));
        return (match.Groups["type"].Value, shape, match.Groups["order"].Value == "True", bytes);
    }

    [GeneratedRegex(@"^\{\s*'descr':\s*'(?<type>[<|][fiuUSb][0-9]{1,8})',\s*'fortran_order':\s*(?<order>True|False),\s*'shape':\s*\((?<shape>[0-9, ]{0,200})\),?\s*\}\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Header();
}
