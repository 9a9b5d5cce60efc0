using System.Runtime.InteropServices;

namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>
/// Baseline TIFF from the TIFF 6.0 specification: little-endian, uncompressed, one strip per page, interleaved channels. Made for
/// tests, so that the module's own writer is not its own judge.
/// </summary>
internal static class SampleTiff
{
    /// <summary>Writes grey pages of height x width samples.</summary>
    public static void Write<T>(string path, int height, int width, params T[][] pages)
        where T : unmanaged
        => Write(path, height, width, 1, pages);

    /// <summary>Writes pages of height x width x channels samples.</summary>
    public static void Write<T>(string path, int height, int width, int channels, T[][] pages)
        where T : unmanaged
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("II*\0"u8);
        writer.Write(0);
        long link = 4;
        int bits = 8 * Marshal.SizeOf<T>();
        foreach (T[] samples in pages)
        {
            long strip = stream.Position;
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes<T>(samples);
            writer.Write(bytes);
            if (stream.Position % 2 == 1)
            {
                writer.Write((byte)0);
            }

            long bitsAt = stream.Position;
            for (int c = 0; c < channels; c++)
            {
                writer.Write((ushort)bits);
            }

            long directory = stream.Position;
            stream.Position = link;
            writer.Write((uint)directory);
            stream.Position = directory;
            (int Tag, int Type, int Count, long Value)[] entries =
            [
                (256, 4, 1, width), (257, 4, 1, height), (258, 3, channels, channels <= 2 ? bits : bitsAt), (259, 3, 1, 1),
                (262, 3, 1, channels == 3 ? 2 : 1), (273, 4, 1, strip), (277, 3, 1, channels), (278, 4, 1, height),
                (279, 4, 1, bytes.Length), (284, 3, 1, 1), (339, 3, 1, typeof(T) == typeof(float) ? 3 : 1),
            ];
            writer.Write((ushort)entries.Length);
            foreach ((int tag, int type, int count, long value) in entries)
            {
                writer.Write((ushort)tag);
                writer.Write((ushort)type);
                writer.Write(count);
                writer.Write((uint)value);
            }

            link = stream.Position;
            writer.Write(0);
        }

        writer.Flush();
        File.WriteAllBytes(path, stream.ToArray());
    }
}
