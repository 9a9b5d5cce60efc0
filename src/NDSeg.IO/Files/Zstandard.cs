using ZstdSharp;

namespace NDSeg.IO.Files;

/// <summary>Zstandard frames, as TIFF strips hold them.</summary>
internal static class Zstandard
{
    /// <summary>The first bytes of whole frames, whose checksums are verified; null when they are fewer or damaged.</summary>
    /// <param name="compressed">Whole frames, nothing behind them.</param>
    /// <param name="count">Bytes wanted.</param>
    /// <param name="mostSurplus">Bytes that may follow the wanted ones: some writers fill up the last strip.</param>
    public static byte[]? Inflate(byte[] compressed, int count, int mostSurplus = 0)
    {
        try
        {
            using var decompressor = new Decompressor();
            var result = GC.AllocateUninitializedArray<byte>(checked(count + mostSurplus));
            int written = decompressor.Unwrap(compressed, result);
            return written < count ? null : mostSurplus == 0 ? result : result[..count];
        }
        catch (ZstdException)
        {
            return null;
        }
    }
}
