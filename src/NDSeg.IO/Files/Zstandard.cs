using ZstdSharp;
using ZstdSharp.Unsafe;

namespace NDSeg.IO.Files;

/// <summary>Zstandard frames, as TIFF strips and Zarr chunks hold them. Equal bytes give equal frames with the same version of the library.</summary>
internal static class Zstandard
{
    /// <summary>How hard <see cref="Compress"/> tries.</summary>
    public const int Level = 3;

    /// <summary>One frame, with its length and its checksum.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var compressor = new Compressor(Level);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor.Wrap(bytes).ToArray();
    }

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
