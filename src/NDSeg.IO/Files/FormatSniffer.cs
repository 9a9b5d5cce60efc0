namespace NDSeg.IO.Files;

/// <summary>Tells formats apart by their first bytes; names and extensions do not count.</summary>
internal static class FormatSniffer
{
    private static ReadOnlySpan<byte> HdfSignature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static FileFormat Detect(ByteSource source)
    {
        Span<byte> head = stackalloc byte[16];
        head.Clear();
        int count = source.ReadUpTo(0, head);
        if (count == 0)
        {
            throw FileErrors.NotAnImage(source.Path, "an empty file");
        }

        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8))
        {
            return FileFormat.Tiff;
        }

        if (head.StartsWith(PngSignature))
        {
            return FileFormat.Png;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return FileFormat.Jpeg;
        }

        if (HasHdfSignature(source))
        {
            return FileFormat.Hdf;
        }

        throw Describe(head) is string known
            ? FileErrors.Unsupported(source.Path, known, "Convert it to TIFF, PNG or HDF5.")
            : FileErrors.NotAnImage(source.Path, $"the bytes {Convert.ToHexString(head[..Math.Min(count, 8)])}");
    }

    /// <summary>An HDF5 file may carry a user block of 512, 1024, 2048, ... bytes before its signature.</summary>
    private static bool HasHdfSignature(ByteSource source)
    {
        Span<byte> signature = stackalloc byte[8];
        for (long offset = 0; offset + 8 <= source.Length; offset = offset == 0 ? 512 : offset * 2)
        {
            source.ReadAt(offset, signature);
            if (signature.SequenceEqual(HdfSignature))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Describe(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("GIF8"u8))
        {
            return "a GIF image";
        }

        if (head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8))
        {
            return "a WebP image";
        }

        if (head[4..].StartsWith("jP  "u8) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]))
        {
            return "a JPEG 2000 image";
        }

        if (head.StartsWith("BM"u8) && head[6..10].IndexOfAnyExcept((byte)0) < 0)
        {
            return "a BMP image";
        }

        return head.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']) ? "a numpy array" : null;
    }
}
