using System.Buffers.Binary;
using System.IO.Hashing;

namespace NDSeg.IO.Labels;

/// <summary>
/// A finished slice in the working folder of a volume: its compressed strips, with a checksum over all, so that a file
/// torn by a power failure counts as absent.
/// </summary>
internal static class SliceFile
{
    private static ReadOnlySpan<byte> Signature => "NDSEGSL1"u8;

    /// <summary>Writes the file under another name first; a file with the final name is complete.</summary>
    public static void Write(string path, IReadOnlyList<byte[]> strips)
    {
        var head = new byte[Signature.Length + 4 + (4 * strips.Count)];
        Signature.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), strips.Count);
        for (int i = 0; i < strips.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12 + (4 * i)), strips[i].Length);
        }

        string temporary = path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(head);
            var checksum = new byte[4];
            foreach (byte[] strip in strips)
            {
                stream.Write(strip);
                stream.Write(Checksum(strip, checksum));
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The strips, or null when the file is not whole.</summary>
    public static List<byte[]>? Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (file.Length < 12 || !file.AsSpan().StartsWith(Signature))
        {
            return null;
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(8));
        long at = 12 + (4L * count);
        if (count < 1 || at > file.Length)
        {
            return null;
        }

        var strips = new List<byte[]>();
        var checksum = new byte[4];
        for (int i = 0; i < count; i++)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(12 + (4 * i)));
            if (length < 0 || at + length + 4 > file.Length)
            {
                return null;
            }

            byte[] strip = file[(int)at..(int)(at + length)];
            if (!Checksum(strip, checksum).AsSpan().SequenceEqual(file.AsSpan((int)at + length, 4)))
            {
                return null;
            }

            strips.Add(strip);
            at += length + 4;
        }

        return at == file.Length ? strips : null;
    }

    private static byte[] Checksum(byte[] strip, byte[] target)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, Crc32.HashToUInt32(strip));
        return target;
    }
}
