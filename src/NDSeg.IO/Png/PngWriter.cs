using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Tiff;

namespace NDSeg.IO.Png;

/// <summary>Writes grey and RGB images of 8 or 16 bits.</summary>
internal static class PngWriter
{
    private const int MostRows = 1 << 20;

    public static void Write(Stream stream, TiffImageSpec image, string? provenance, CancellationToken cancellation)
    {
        stream.Write((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = (byte)image.Bits;
        header[9] = (byte)(image.Samples == 3 ? 2 : 0);
        Chunk(stream, "IHDR"u8, header);
        if (Resolution(image.PixelSize) is byte[] resolution)
        {
            Chunk(stream, "pHYs"u8, resolution);
        }

        if (provenance is not null)
        {
            // Keyword, no compression, no language, no translated keyword, UTF-8 text.
            Chunk(stream, "iTXt"u8, [.. "ndseg"u8, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(provenance)]);
        }

        Chunk(stream, "IDAT"u8, Compress(image, cancellation));
        Chunk(stream, "IEND"u8, []);
    }

    /// <summary>The text of the provenance chunk, or null.</summary>
    public static string? Provenance(ByteSource source)
    {
        Span<byte> head = stackalloc byte[8];
        for (long at = 8; at + 12 <= source.Length;)
        {
            source.ReadAt(at, head);
            int length = BinaryPrimitives.ReadInt32BigEndian(head);
            if (length < 0 || head[4..].SequenceEqual("IEND"u8))
            {
                return null;
            }

            if (head[4..].SequenceEqual("iTXt"u8))
            {
                byte[] body = source.ReadAt(at + 8, length);
                if (body.AsSpan().StartsWith("ndseg\0\0\0\0\0"u8))
                {
                    return Encoding.UTF8.GetString(body.AsSpan(10));
                }
            }

            at += 12L + length;
        }

        return null;
    }

    private static byte[] Compress(TiffImageSpec image, CancellationToken cancellation)
    {
        int row = image.RowBytes;
        if ((long)image.Height * (row + 1) > Array.MaxLength || image.Height > MostRows)
        {
            throw new SegException("UnknownFormat", SegErrorKind.NotSupported, $"Expected at most {Array.MaxLength} bytes of pixels for a PNG file, found {image.Height} x {image.Width} pixels.", "Write a TIFF file.");
        }

        var filtered = new byte[image.Height * (row + 1)];
        for (int y = 0; y < image.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();

            // Filter 0 (none): runs of equal labels compress best as they are.
            Span<byte> target = filtered.AsSpan((y * (row + 1)) + 1, row);
            image.Rows(y, 1, target);
            if (image.Bits == 16)
            {
                for (int i = 0; i < row; i += 2)
                {
                    (target[i], target[i + 1]) = (target[i + 1], target[i]);
                }
            }
        }

        return Zlib.Compress(filtered, cancellation);
    }

    private static byte[]? Resolution(PixelSize? size)
    {
        double perMetre = size?.Unit switch { 2 => 1 / 0.0254, 3 => 100, _ => 0 };
        if (perMetre == 0)
        {
            return null;
        }

        var body = new byte[9];
        BinaryPrimitives.WriteUInt32BigEndian(body, (uint)Math.Clamp(Math.Round(size!.PixelsPerUnitX * perMetre), 1, int.MaxValue));
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(4), (uint)Math.Clamp(Math.Round(size.PixelsPerUnitY * perMetre), 1, int.MaxValue));
        body[8] = 1;
        return body;
    }

    private static void Chunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(body);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        stream.Write(number);
    }
}
