using System.Buffers.Binary;

namespace NDSeg.Models;

/// <summary>
/// Writes out which system a zip was made on. The library puts down the system it runs on, so that equal content would give
/// other bytes on Windows than on Linux; and permissions, without which unzip makes files that nobody may read.
/// </summary>
internal static class ZipHost
{
    /// <summary>A regular file that its owner may write and everyone may read, in the place that Unix systems keep it.</summary>
    internal const int Permissions = unchecked((int)0x81A40000);

    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const byte Unix = 3;

    /// <summary>Sets the system of every entry of a zip without a comment at its end to Unix.</summary>
    /// <param name="zip">A whole zip file of less than 4 GiB.</param>
    internal static void Set(Span<byte> zip)
    {
        Span<byte> end = zip[^EndLength..];
        int at = BinaryPrimitives.ReadInt32LittleEndian(end[16..]);
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        for (int i = 0; i < entries; i++)
        {
            Span<byte> entry = zip[at..];
            entry[5] = Unix;
            at += EntryLength + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }
    }
}
