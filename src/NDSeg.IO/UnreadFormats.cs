namespace NDSeg.IO;

/// <summary>Formats that are known by name only, so that the error can say what a file is.</summary>
internal static class UnreadFormats
{
    /// <summary>What a file is by its first 16 bytes, or null.</summary>
    public static string? Describe(ReadOnlySpan<byte> head)
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
