using System.IO.Compression;

namespace NDSeg.IO.Files;

/// <summary>zlib streams, as Deflate strips of TIFF files and PNG files hold them. Equal bytes give equal streams with the same runtime.</summary>
internal static class Zlib
{
    public static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var result = new MemoryStream();
        using (var deflater = new ZLibStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(bytes);
        }

        return result.ToArray();
    }
}
