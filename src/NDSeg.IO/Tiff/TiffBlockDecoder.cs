using NDSeg.IO.Files;

namespace NDSeg.IO.Tiff;

/// <summary>Turns the stored bytes of a strip or tile into samples in the byte order of this machine.</summary>
internal static class TiffBlockDecoder
{
    /// <param name="source">The file.</param>
    /// <param name="shape">What the block holds.</param>
    /// <param name="wholeBytes">Decoded bytes of a block of full height: a writer may have filled up the last strip.</param>
    /// <param name="offset">Offset of the block.</param>
    /// <param name="count">Stored bytes.</param>
    /// <exception cref="SegException">CorruptImage, TruncatedImage.</exception>
    public static byte[] Decode(ByteSource source, TiffBlockShape shape, int wholeBytes, long offset, long count)
    {
        byte[] raw = source.ReadAt(offset, checked((int)count));
        bool isPlain = shape.Compression == TiffCompression.None;
        if (!isPlain && !TiffCompression.IsInflatedHere(shape.Compression))
        {
            return TiffJpegBlock.IsSubsampled(shape, raw) ? TiffJpegBlock.Decode(source.Path, shape, wholeBytes / shape.RowBytes, raw) : DecodeWithLibTiff(source, shape, raw);
        }

        if (shape.FillOrder == 2)
        {
            TiffBits.Reverse(raw);
        }

        // The runtime's zlib is several times as fast as LibTiff's, and it verifies the checksum behind the data.
        int surplus = Math.Max(0, wholeBytes - shape.DecodedBytes);
        byte[]? samples = isPlain ? raw
            : TiffCompression.IsZstandard(shape.Compression) ? Zstandard.Inflate(raw, shape.DecodedBytes, surplus)
            : Zlib.Inflate(raw, shape.DecodedBytes, surplus);
        if (samples is null)
        {
            throw FileErrors.Corrupt(source.Path, "Its pixel data cannot be decompressed.");
        }

        if (!isPlain && shape.Predictor == 3)
        {
            TiffPredictor.UndoFloatingPoint(samples, shape.RowBytes, shape.Samples, shape.Bits);
            return samples;
        }

        TiffBits.Swap(samples, shape.Bits, shape.IsLittleEndian);
        if (!isPlain && shape.Predictor == 2)
        {
            TiffPredictor.UndoDifferences(samples, shape.RowBytes, shape.Samples, shape.Bits);
        }

        return samples;
    }

    private static byte[] DecodeWithLibTiff(ByteSource source, TiffBlockShape shape, byte[] raw)
    {
        // LibTiff knows no differences of 64 bits.
        bool isWide = shape is { Predictor: 2, Bits: 64 };
        byte[] samples = TiffBlockCodec.Decode(isWide ? shape with { Predictor = 1 } : shape, raw, out string? error)
            ?? throw FileErrors.Corrupt(source.Path, $"Its pixel data cannot be decompressed: {error}");
        if (isWide)
        {
            TiffPredictor.UndoDifferences(samples, shape.RowBytes, shape.Samples, shape.Bits);
        }

        return samples;
    }
}
