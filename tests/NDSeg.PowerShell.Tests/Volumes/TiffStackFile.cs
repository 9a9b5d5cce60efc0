using System.Buffers.Binary;
using Xunit;

namespace NDSeg.PowerShell.Tests.Volumes;

/// <summary>
/// Writes and reads the simplest multi-page TIFF there is, from the TIFF 6.0 specification: 8-bit, uncompressed, one strip per
/// page. Made for tests, so that the module's own writer is not its own judge.
/// </summary>
internal static class TiffStackFile
{
    private const int Entries = 9;
    private const int DirectorySize = 2 + (12 * Entries) + 4;
    private const int HeaderSize = 8;

    /// <summary>Writes pages of height x width bytes.</summary>
    public static void Write(string path, int height, int width, IReadOnlyList<byte[]> pages)
    {
        int size = height * width;
        var file = new byte[HeaderSize + (pages.Count * (DirectorySize + size))];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), HeaderSize);
        for (int page = 0; page < pages.Count; page++)
        {
            int start = DirectoryOf(page, size);
            Span<byte> directory = file.AsSpan(start);
            BinaryPrimitives.WriteInt16LittleEndian(directory, Entries);
            int next = 2;
            Entry(directory, ref next, 256, 4, width);
            Entry(directory, ref next, 257, 4, height);
            Entry(directory, ref next, 258, 3, 8);
            Entry(directory, ref next, 259, 3, 1);
            Entry(directory, ref next, 262, 3, 1);
            Entry(directory, ref next, 273, 4, start + DirectorySize);
            Entry(directory, ref next, 277, 3, 1);
            Entry(directory, ref next, 278, 4, height);
            Entry(directory, ref next, 279, 4, size);
            BinaryPrimitives.WriteInt32LittleEndian(directory[next..], page + 1 < pages.Count ? DirectoryOf(page + 1, size) : 0);
            pages[page].CopyTo(file, start + DirectorySize);
        }

        File.WriteAllBytes(path, file);
    }

    /// <summary>Makes one page unreadable: its strip begins behind the end of the file.</summary>
    public static void Damage(string path, int page, int height, int width)
    {
        byte[] file = File.ReadAllBytes(path);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(DirectoryOf(page, height * width) + 2 + (5 * 12) + 8), file.Length + 1000);
        File.WriteAllBytes(path, file);
    }

    /// <summary>Whether a file is a BigTIFF, and the number of its pages, found by following its directories.</summary>
    public static (bool Big, int Pages) Inspect(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal("II"u8.ToArray(), file[..2]);
        bool big = file[2] == 43;
        long at = big ? BitConverter.ToInt64(file, 8) : BitConverter.ToInt32(file, 4);
        int pages = 0;
        for (; at != 0; pages++)
        {
            at = big
                ? BitConverter.ToInt64(file, (int)at + 8 + (20 * (int)BitConverter.ToInt64(file, (int)at)))
                : BitConverter.ToInt32(file, (int)at + 2 + (12 * BitConverter.ToInt16(file, (int)at)));
        }

        return (big, pages);
    }

    private static int DirectoryOf(int page, int size) => HeaderSize + (page * (DirectorySize + size));

    private static void Entry(Span<byte> directory, ref int next, short tag, short type, int value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(directory[next..], tag);
        BinaryPrimitives.WriteInt16LittleEndian(directory[(next + 2)..], type);
        BinaryPrimitives.WriteInt32LittleEndian(directory[(next + 4)..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(directory[(next + 8)..], value);
        next += 12;
    }
}
