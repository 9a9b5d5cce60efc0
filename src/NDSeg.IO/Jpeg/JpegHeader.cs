using System.Buffers.Binary;
using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Jpeg;

/// <summary>The frame header of a JPEG file (ITU-T T.81), read without decoding.</summary>
internal sealed record JpegHeader(int Width, int Height, int Components, PixelSize? PixelSize)
{
    public FlatImage Image => new(Height, Width, Components, PixelType.UInt8, PixelSize);

    public static JpegHeader Read(ByteSource source)
    {
        Span<byte> marker = stackalloc byte[4];
        PixelSize? resolution = null;
        for (long at = 2; ;)
        {
            source.ReadAt(at, marker[..2]);
            if (marker[0] != 0xFF)
            {
                throw FileErrors.Corrupt(source.Path, $"Expected a marker at offset {at}.");
            }

            int code = marker[1];
            if (code == 0xFF || code is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += code == 0xFF ? 1 : 2;
                continue;
            }

            if (code is 0xD9 or 0xDA)
            {
                throw FileErrors.Corrupt(source.Path, "It has no frame header before its pixels.");
            }

            source.ReadAt(at, marker);
            int length = BinaryPrimitives.ReadUInt16BigEndian(marker[2..]);
            if (code == 0xE0 && length >= 14)
            {
                resolution = ParseResolution(source.ReadAt(at + 4, 12)) ?? resolution;
            }
            else if (code is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return ParseFrame(source, code, source.ReadAt(at + 4, 6), resolution);
            }

            at += 2 + Math.Max(2, length);
        }
    }

    private static JpegHeader ParseFrame(ByteSource source, int code, byte[] body, PixelSize? resolution)
    {
        int height = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(1));
        int width = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(3));
        int components = body[5];
        if (code is not (0xC0 or 0xC1 or 0xC2) || body[0] != 8)
        {
            throw FileErrors.Unsupported(source.Path, $"a JPEG of {body[0]} bits in coding {code - 0xC0} (8-bit baseline and progressive are read)");
        }

        if (components is not (1 or 3))
        {
            throw FileErrors.Unsupported(source.Path, $"a JPEG of {components} components (grey and colour are read)");
        }

        if (width == 0 || height == 0)
        {
            throw FileErrors.Corrupt(source.Path, $"It claims {height} x {width} pixels.");
        }

        // A block of 64 samples takes at least one bit, so a byte stands for at most 512 pixels of a component.
        if ((long)width * height > (source.Length * 512 * 4) + 4096)
        {
            throw FileErrors.Corrupt(source.Path, $"It claims {height} x {width} pixels, more than {source.Length} bytes can hold.");
        }

        return new JpegHeader(width, height, components, resolution);
    }

    private static PixelSize? ParseResolution(byte[] body)
    {
        int x = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(8));
        int y = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(10));
        bool isJfif = body.AsSpan().StartsWith("JFIF\0"u8);
        return isJfif && body[7] is 1 or 2 && x > 0 && y > 0 ? new PixelSize(x, y, body[7] + 1) : null;
    }
}
