using System.IO.Compression;

namespace NDSeg.IO.Files;

/// <summary>zlib streams, as Deflate strips of TIFF files and PNG files hold them. Equal bytes give equal streams with the same runtime.</summary>
internal static class Zlib
{
    private const int Piece = 1 << 22;

    /// <param name="bytes">What to compress.</param>
    /// <param name="cancellation">Ends the work early, within a few megabytes.</param>
    public static byte[] Compress(ReadOnlySpan<byte> bytes, CancellationToken cancellation = default)
    {
        using var result = new MemoryStream();
        using (var deflater = new ZLibStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
            {
                cancellation.ThrowIfCancellationRequested();
                deflater.Write(rest[..Math.Min(Piece, rest.Length)]);
            }
        }

        return result.ToArray();
    }
}
