using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;
using SkiaSharp;

namespace NDSeg.IO.Jpeg;

/// <summary>Decodes 8-bit JPEG files: grey files to one plane, colour files to red, green and blue.</summary>
internal static class JpegDecoder
{
    public static PlaneSet Decode(ByteSource source, JpegHeader header, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if ((long)header.Width * header.Height * 4 > Array.MaxLength)
        {
            throw FileErrors.Unsupported(source.Path, $"a JPEG of {header.Height} x {header.Width} pixels, more than {Array.MaxLength / 4}", "Cut it into parts.");
        }

        using var data = new SKMemoryStream(source.ReadAt(0, checked((int)source.Length)));
        using SKCodec? codec = SKCodec.Create(data, out SKCodecResult opened);
        if (codec is null)
        {
            throw FileErrors.Corrupt(source.Path, $"Decoding it failed: {opened}.");
        }

        if (codec.Info.Width != header.Width || codec.Info.Height != header.Height)
        {
            throw FileErrors.Corrupt(source.Path, $"It claims both {header.Height} x {header.Width} and {codec.Info.Height} x {codec.Info.Width} pixels.");
        }

        // No colour space on the target: an embedded profile must not change the samples.
        bool grey = header.Components == 1;
        var info = new SKImageInfo(header.Width, header.Height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        SKCodecResult result = codec.GetPixels(info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            throw result == SKCodecResult.IncompleteInput
                ? FileErrors.Truncated(source.Path, "The compressed pixels end early.")
                : FileErrors.Corrupt(source.Path, $"Decoding it failed: {result}.");
        }

        cancellation.ThrowIfCancellationRequested();
        return Copy(bitmap, header);
    }

    private static PlaneSet Copy(SKBitmap bitmap, JpegHeader header)
    {
        var planes = new PlaneSet(PixelType.UInt8, header.Height, header.Width, header.Components);
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = pixels.Slice(y * bitmap.RowBytes, bitmap.RowBytes);
            for (int c = 0; c < header.Components; c++)
            {
                Span<byte> target = planes.Run(c, y, 0, header.Width);
                int step = bitmap.BytesPerPixel;
                for (int x = 0, i = c; x < target.Length; x++, i += step)
                {
                    target[x] = row[i];
                }
            }
        }

        return planes;
    }
}
