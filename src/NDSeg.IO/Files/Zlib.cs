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

    /// <summary>The bytes of a stream, read to its end so that its Adler-32 is verified; null when they are fewer or damaged.</summary>
    /// <param name="compressed">A whole stream; what follows it does not count.</param>
    /// <param name="count">Bytes wanted.</param>
    /// <param name="mostSurplus">Bytes that may follow the wanted ones in the stream: some writers fill up the last strip.</param>
    public static byte[]? Inflate(byte[] compressed, int count, int mostSurplus = 0)
    {
        var result = GC.AllocateUninitializedArray<byte>(count);
        try
        {
            using var inflater = new ZlibReader(new MemoryStream(compressed, writable: false));
            inflater.ReadExactly(result);
            return inflater.ReachesEnd(mostSurplus) ? result : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
