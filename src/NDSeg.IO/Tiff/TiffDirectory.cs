using System.Text;
using NDSeg.IO.Files;

namespace NDSeg.IO.Tiff;

/// <summary>
/// One image file directory. Every value is checked against the file before memory is taken for it; directories come
/// from files nobody vouches for.
/// </summary>
internal sealed class TiffDirectory
{
    private readonly ByteSource source;
    private readonly TiffHeader header;
    private readonly Dictionary<int, Entry> entries = [];

    private TiffDirectory(ByteSource source, TiffHeader header)
    {
        this.source = source;
        this.header = header;
    }

    /// <summary>Offset of the next directory, 0 at the end.</summary>
    public long Next { get; private init; }

    public static TiffDirectory Read(ByteSource source, TiffHeader header, long offset)
    {
        int countSize = header.IsBig ? 8 : 2;
        int entrySize = header.IsBig ? 20 : 12;
        ulong count = header.Unsigned(source.ReadAt(offset, countSize));
        if (count == 0 || count > ushort.MaxValue)
        {
            throw FileErrors.Corrupt(source.Path, $"The directory at offset {offset} claims {count} entries.");
        }

        byte[] body = source.ReadAt(offset + countSize, ((int)count * entrySize) + header.OffsetSize);
        var directory = new TiffDirectory(source, header)
        {
            Next = (long)header.Unsigned(body.AsSpan((int)count * entrySize, header.OffsetSize)),
        };
        for (int i = 0; i < (int)count; i++)
        {
            ReadOnlySpan<byte> raw = body.AsSpan(i * entrySize, entrySize);
            int valueAt = 4 + header.OffsetSize;
            directory.entries.TryAdd(
                (int)header.Unsigned(raw[..2]),
                new Entry((int)header.Unsigned(raw[2..4]), header.Unsigned(raw[4..valueAt]), raw[valueAt..].ToArray()));
        }

        return directory;
    }

    public bool Has(int tag) => entries.ContainsKey(tag);

    public long Integer(int tag, long otherwise)
    {
        long[]? values = Integers(tag, atMost: 1);
        return values is { Length: > 0 } ? values[0] : otherwise;
    }

    /// <summary>The integers of a tag, or null when the directory has none.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="atMost">Values beyond this number are not read.</param>
    public long[]? Integers(int tag, long atMost = long.MaxValue)
    {
        if (!entries.TryGetValue(tag, out Entry entry))
        {
            return null;
        }

        int size = SizeOf(entry.Type);
        if (entry.Type is not (1 or 3 or 4 or 6 or 7 or 8 or 9 or 13 or 16 or 17 or 18))
        {
            throw FileErrors.Corrupt(source.Path, $"Tag {tag} should hold integers and is of type {entry.Type}.");
        }

        byte[] bytes = Bytes(tag, entry, size, atMost);
        bool signed = entry.Type is 6 or 8 or 9 or 17;
        var values = new long[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            long value = (long)header.Unsigned(bytes.AsSpan(i * size, size));
            values[i] = signed ? value << (64 - (8 * size)) >> (64 - (8 * size)) : value;
        }

        return values;
    }

    public byte[]? Raw(int tag, long atMost = long.MaxValue)
        => entries.TryGetValue(tag, out Entry entry) && SizeOf(entry.Type) == 1 ? Bytes(tag, entry, 1, atMost) : null;

    /// <summary>The text of a tag without its closing zeros; null when there is none.</summary>
    public string? Text(int tag)
    {
        byte[]? bytes = Raw(tag, 1 << 24);
        return bytes is null ? null : Encoding.UTF8.GetString(bytes).TrimEnd('\0');
    }

    /// <summary>The rational number of a tag, or null when there is none or it is no positive number.</summary>
    public double? Rational(int tag)
    {
        if (!entries.TryGetValue(tag, out Entry entry) || entry.Type != 5 || entry.Count < 1)
        {
            return null;
        }

        byte[] bytes = Bytes(tag, entry, 8, 1);
        double numerator = header.Unsigned(bytes.AsSpan(0, 4));
        double denominator = header.Unsigned(bytes.AsSpan(4, 4));
        return denominator > 0 && numerator > 0 ? numerator / denominator : null;
    }

    private static int SizeOf(int type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    private byte[] Bytes(int tag, Entry entry, int size, long atMost)
    {
        ulong count = Math.Min(entry.Count, (ulong)atMost);
        if (size == 0 || count > (ulong)source.Length / (ulong)size || count * (ulong)size > int.MaxValue)
        {
            throw FileErrors.Corrupt(source.Path, $"Tag {tag} claims {entry.Count} values of type {entry.Type}, more than the file holds.");
        }

        int length = (int)count * size;
        // Whether a value stands in the entry itself is decided by its full count, not by the part that is read.
        return entry.Count * (ulong)size <= (ulong)header.OffsetSize
            ? entry.Value[..length]
            : source.ReadAt((long)header.Unsigned(entry.Value), length);
    }

    private readonly record struct Entry(int Type, ulong Count, byte[] Value);
}
