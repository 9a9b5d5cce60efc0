using System.Buffers.Binary;
using System.Text;
using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Png;

/// <summary>What stands in front of a PNG's pixels, and where these are.</summary>
internal sealed record PngHeader(int Width, int Height, int Bits, int ColorType, bool IsInterlaced, PixelSize? PixelSize, IReadOnlyList<(long Offset, int Length)> Data)
{
    /// <summary>Samples per pixel; a palette image has one, its indices.</summary>
    public int Samples => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public PixelType Type => (ColorType, Bits) switch
    {
        (0, 1) => PixelType.Bilevel,
        (_, 16) => PixelType.UInt16,
        _ => PixelType.UInt8,
    };

    public FlatImage Image => new(Height, Width, Samples, Type, PixelSize);

    public int BytesPerPixel => Math.Max(1, Samples * Bits / 8);

    public static PngHeader Read(ByteSource source)
    {
        Span<byte> head = stackalloc byte[8];
        PngHeader? header = null;
        var data = new List<(long, int)>();
        PixelSize? resolution = null;
        for (long at = 8; ;)
        {
            source.ReadAt(at, head);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (length > int.MaxValue || at + 12 + length > source.Length)
            {
                throw FileErrors.Truncated(source.Path, $"Expected a chunk of {length} bytes at offset {at}, found a file of {source.Length} bytes.");
            }

            string type = Encoding.ASCII.GetString(head[4..]);
            switch (type)
            {
                case "IHDR": header = ParseHeader(source, at, length); break;
                case "pHYs" when length == 9: resolution = ParseResolution(source.ReadAt(at + 8, 9)); break;
                case "IDAT": data.Add((at + 8, (int)length)); break;
                case "IEND":
                    return (header ?? throw FileErrors.Corrupt(source.Path, "It has no header chunk.")).Checked(source, data, resolution);
            }

            if (header is null)
            {
                throw FileErrors.Corrupt(source.Path, "It does not begin with a header chunk.");
            }

            at += 12 + length;
        }
    }

    /// <summary>Bytes of one row of a (sub)image of the given width, without its filter byte.</summary>
    public long RowBytes(long width) => ((width * Samples * Bits) + 7) / 8;

    private static PngHeader ParseHeader(ByteSource source, long at, uint length)
    {
        if (length != 13)
        {
            throw FileErrors.Corrupt(source.Path, $"Its header chunk has {length} bytes instead of 13.");
        }

        byte[] body = source.ReadAt(at + 8, 13);
        uint width = BinaryPrimitives.ReadUInt32BigEndian(body);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(4));
        int bits = body[8];
        int color = body[9];
        bool known = color switch
        {
            0 => bits is 1 or 2 or 4 or 8 or 16,
            3 => bits is 1 or 2 or 4 or 8,
            2 or 4 or 6 => bits is 8 or 16,
            _ => false,
        };
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || !known || body[10] != 0 || body[11] != 0 || body[12] > 1)
        {
            throw FileErrors.Corrupt(source.Path, $"Its header makes no sense: {height} x {width} pixels, {bits} bits, colour type {color}.");
        }

        return new PngHeader((int)width, (int)height, bits, color, body[12] == 1, null, []);
    }

    private static PixelSize? ParseResolution(byte[] body)
    {
        // PNG knows pixels per metre; TIFF tags know pixels per centimetre.
        uint x = BinaryPrimitives.ReadUInt32BigEndian(body);
        uint y = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(4));
        return body[8] == 1 && x > 0 && y > 0 ? new PixelSize(x / 100.0, y / 100.0, 3) : null;
    }

    private PngHeader Checked(ByteSource source, List<(long Offset, int Length)> data, PixelSize? resolution)
    {
        if ((long)Width * Height > Array.MaxLength || RowBytes(Width) > Array.MaxLength - 1)
        {
            throw FileErrors.Unsupported(source.Path, $"a PNG of {Height} x {Width} pixels, more than {Array.MaxLength}", "Cut it into parts.");
        }

        // Deflate cannot shrink data to less than 1/1032.
        long compressed = data.Sum(d => (long)d.Length);
        if ((Int128)RowBytes(Width) * Height > ((Int128)compressed * 1040) + 1024)
        {
            throw FileErrors.Corrupt(source.Path, $"It claims {Height} x {Width} pixels, more than {compressed} compressed bytes can hold.");
        }

        return this with { Data = data, PixelSize = resolution };
    }
}
