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

    /// <summary>The first bytes of a stream, exactly as many as asked for; null when there are fewer or the stream is damaged.</summary>
    public static byte[]? Inflate(byte[] compressed, int count)
    {
        var result = GC.AllocateUninitializedArray<byte>(count);
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(compressed, writable: false), CompressionMode.Decompress);
            inflater.ReadExactly(result);
            return result;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
