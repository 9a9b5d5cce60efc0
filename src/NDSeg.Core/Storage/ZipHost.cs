using System.Buffers.Binary;

namespace NDSeg.Storage;

/// <summary>
/// Writes out which system a zip was made on. The library puts down the system it runs on, so that equal content would give
/// other bytes on Windows than on Linux; and permissions, without which unzip makes files that nobody may read.
/// </summary>
public static class ZipHost
{
    /// <summary>A regular file that its owner may write and everyone may read, in the place that Unix systems keep it.</summary>
    public const int Permissions = unchecked((int)0x81A40000);

    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const uint Beyond = uint.MaxValue;
    private const byte Unix = 3;

    /// <summary>The oldest time a zip entry can have; the time of writing would make every file different.</summary>
    public static DateTimeOffset EntryTime { get; } = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Sets the system of every entry to Unix. A zip beyond 4 GiB keeps what the library wrote.</summary>
    /// <param name="zip">A whole zip file without a comment at its end, to be read and written; left at its end.</param>
    public static void Set(Stream zip)
    {
        ArgumentNullException.ThrowIfNull(zip);
        Span<byte> end = stackalloc byte[EndLength];
        zip.Position = zip.Length - EndLength;
        zip.ReadExactly(end);
        long at = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        int entries = at == Beyond ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        Span<byte> entry = stackalloc byte[EntryLength];
        for (int i = 0; i < entries; i++)
        {
            zip.Position = at;
            zip.ReadExactly(entry);
            zip.Position = at + 5;
            zip.WriteByte(Unix);
            at += EntryLength + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }

        zip.Position = zip.Length;
    }
}
