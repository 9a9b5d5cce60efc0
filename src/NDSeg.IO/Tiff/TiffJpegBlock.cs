using System.Buffers.Binary;
using NDSeg.IO.Files;
using SkiaSharp;

namespace NDSeg.IO.Tiff;

/// <summary>
/// Decodes JPEG blocks whose chroma has fewer samples than its luma. LibTiff repeats the chroma of a pixel for its neighbours; libtiff and
/// everything built on it interpolates, as Skia's decoder does.
/// </summary>
internal static class TiffJpegBlock
{
    private const int StartOfScan = 0xDA;

    /// <summary>Whether a block is one of those: three components, not all sampled alike.</summary>
    public static bool IsSubsampled(TiffBlockShape shape, ReadOnlySpan<byte> stream)
        => shape is { Compression: TiffCompression.Jpeg, Samples: 3 } && FrameOf(stream) is [_, _, _, _, _, 3, _, byte first, _, _, byte second, _, _, byte third, ..] && (first != second || first != third);

    /// <summary>Decodes a block to red, green and blue, row by row.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="shape">What the block holds.</param>
    /// <param name="wholeRows">Rows of a block of full height: a writer may have filled up the last strip.</param>
    /// <param name="stream">The stored bytes.</param>
    /// <exception cref="SegException">CorruptImage, TruncatedImage, UnsupportedImage.</exception>
    public static byte[] Decode(string path, TiffBlockShape shape, int wholeRows, byte[] stream)
    {
        ReadOnlySpan<byte> frame = FrameOf(stream);
        int height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        if (frame[0] != 8)
        {
            throw FileErrors.Unsupported(path, $"JPEG compression of {frame[0]} bits");
        }

        if (width != shape.Width || height < shape.Rows || height > wholeRows)
        {
            throw FileErrors.Corrupt(path, $"A block of {shape.Rows} x {shape.Width} pixels holds a JPEG image of {height} x {width}.");
        }

        using var data = SKData.CreateCopy(Complete(shape, stream));
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width != width || codec.Info.Height != height)
        {
            throw FileErrors.Corrupt(path, "Its pixel data cannot be decompressed: they are no JPEG image.");
        }

        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        SKCodecResult result = codec.GetPixels(info, bitmap.GetPixels());
        return result switch
        {
            SKCodecResult.Success => Colours(bitmap, shape),
            SKCodecResult.IncompleteInput => throw FileErrors.Truncated(path, "The compressed pixels end early."),
            _ => throw FileErrors.Corrupt(path, $"Its pixel data cannot be decompressed: {result}."),
        };
    }

    /// <summary>The frame header behind its marker and length; empty where there is none.</summary>
    private static ReadOnlySpan<byte> FrameOf(ReadOnlySpan<byte> stream)
    {
        for (int at = 2; NextSegment(stream, ref at, out int code, out int length) && code != StartOfScan; at += length)
        {
            if (code is >= 0xC0 and <= 0xC2 && length >= 10)
            {
                return stream.Slice(at + 4, length - 4);
            }
        }

        return [];
    }

    /// <summary>Finds the segment at a place or behind fill bytes there; its length counts the marker.</summary>
    private static bool NextSegment(ReadOnlySpan<byte> stream, ref int at, out int code, out int length)
    {
        while (at + 1 < stream.Length && stream[at] == 0xFF && stream[at + 1] == 0xFF)
        {
            at++;
        }

        bool isThere = at + 4 <= stream.Length && stream[at] == 0xFF;
        code = isThere ? stream[at + 1] : 0;
        length = isThere ? 2 + Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(stream[(at + 2)..])) : 0;
        return isThere && at + length <= stream.Length;
    }

    /// <summary>One stream with the tables of the page, and with the page's word on its colours in place of the stream's own.</summary>
    private static byte[] Complete(TiffBlockShape shape, ReadOnlySpan<byte> stream)
    {
        const int fromLuma = 6;
        var whole = new MemoryStream(stream.Length + (shape.JpegTables?.Length ?? 0) + 32);
        whole.Write([0xFF, 0xD8, 0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)(shape.Photometric == fromLuma ? 1 : 0)]);
        if (shape.JpegTables is byte[] tables)
        {
            CopySegments(whole, tables);
        }

        int pixels = CopySegments(whole, stream);
        whole.Write(stream[pixels..]);
        return whole.ToArray();
    }

    /// <summary>Copies what stands before the first scan, without the segments of applications; where it ends.</summary>
    private static int CopySegments(MemoryStream target, ReadOnlySpan<byte> stream)
    {
        int at = 2;
        while (NextSegment(stream, ref at, out int code, out int length) && code != StartOfScan)
        {
            if (code is not (>= 0xE0 and <= 0xEF or 0xFE))
            {
                target.Write(stream.Slice(at, length));
            }

            at += length;
        }

        return Math.Min(at, stream.Length);
    }

    private static byte[] Colours(SKBitmap bitmap, TiffBlockShape shape)
    {
        var samples = new byte[shape.DecodedBytes];
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        for (int y = 0; y < shape.Rows; y++)
        {
            ReadOnlySpan<byte> row = pixels.Slice(y * bitmap.RowBytes, shape.Width * 4);
            Span<byte> target = samples.AsSpan(y * shape.RowBytes, shape.RowBytes);
            for (int from = 0, to = 0; from < row.Length; from += 4, to += 3)
            {
                row.Slice(from, 3).CopyTo(target[to..]);
            }
        }

        return samples;
    }
}
