using System.Runtime.InteropServices;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>Decodes the pixels of one page into planes.</summary>
internal static class TiffPageReader
{
    /// <param name="source">The file.</param>
    /// <param name="page">The page, already known to be supported.</param>
    /// <param name="shift">Bytes to add to every offset: the images of an ImageJ stack share one directory.</param>
    /// <param name="cancellation">Checked before every block.</param>
    public static PlaneSet Read(ByteSource source, TiffPage page, long shift, CancellationToken cancellation)
    {
        page.RequireSupported();
        TiffLayout layout = page.Layout(source);
        var planes = new PlaneSet(page.PixelType, page.Height, page.Width, page.Samples);
        if (page.Compression == TiffCompression.None && !layout.IsTiled && page.Samples == 1 && page.Bits >= 8)
        {
            ReadRaw(source, page, layout, planes, shift, cancellation);
            return planes;
        }

        long perPlane = layout.Across * layout.Down;
        TiffBlockShape shape = ShapeOf(page, layout);
        for (long block = 0; block < layout.Offsets.Length; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            int row = (int)(block % perPlane / layout.Across * layout.BlockHeight);
            int column = (int)(block % layout.Across * layout.BlockWidth);
            int rows = layout.IsTiled ? layout.BlockHeight : Math.Min(layout.BlockHeight, page.Height - row);
            byte[] samples = Decode(source, shape with { Rows = rows }, layout.Offsets[block] + shift, layout.Counts[block]);
            Place(planes, page, samples, shape.RowBytes, row, column, layout.BlockWidth, rows, (int)(block / perPlane));
        }

        return planes;
    }

    private static TiffBlockShape ShapeOf(TiffPage page, TiffLayout layout) => new()
    {
        Width = layout.BlockWidth,
        Rows = layout.BlockHeight,
        Samples = page.IsPlanar ? 1 : page.Samples,
        Bits = page.Bits,
        SampleFormat = page.SampleFormat,
        Compression = page.Compression,
        // The codecs look at the interpretation for JPEG only; elsewhere samples are taken as stored.
        Photometric = page.Compression == TiffCompression.Jpeg ? page.Photometric : 1,
        Predictor = page.Predictor,
        FillOrder = page.FillOrder,
        IsLittleEndian = page.Header.IsLittleEndian,
        JpegTables = page.Compression == TiffCompression.Jpeg ? page.Raw(TiffTags.JpegTables) : null,
        Subsampling = page.Compression == TiffCompression.Jpeg && page.Photometric == 6 ? page.Integers(TiffTags.YCbCrSubsampling, 2) : null,
        T4Options = page.Compression == 3 ? page.Integer(TiffTags.T4Options, 0) & 7 : 0,
        T6Options = page.Compression == 4 ? page.Integer(TiffTags.T6Options, 0) & 3 : 0,
    };

    private static byte[] Decode(ByteSource source, TiffBlockShape shape, long offset, long count)
    {
        byte[] raw = source.ReadAt(offset, checked((int)count));
        if (shape.Compression == TiffCompression.None)
        {
            if (shape.FillOrder == 2 && shape.Bits < 8)
            {
                ReverseBits(raw);
            }

            Swap(raw, shape.Bits, shape.IsLittleEndian);
            return raw;
        }

        if (shape is { Compression: TiffCompression.Deflate or TiffCompression.OldDeflate, Predictor: 1, FillOrder: 1 })
        {
            // The commonest case; the runtime's zlib is several times as fast as LibTiff's.
            byte[] samples = Zlib.Inflate(raw, shape.DecodedBytes) ?? throw FileErrors.Corrupt(source.Path, "Its pixel data cannot be decompressed.");
            Swap(samples, shape.Bits, shape.IsLittleEndian);
            return samples;
        }

        return TiffBlockCodec.Decode(shape, raw, out string? error) ?? throw FileErrors.Corrupt(source.Path, $"Its pixel data cannot be decompressed: {error}");
    }

    private static void ReadRaw(ByteSource source, TiffPage page, TiffLayout layout, PlaneSet planes, long shift, CancellationToken cancellation)
    {
        const int readBytes = 1 << 20;
        int rowBytes = page.Width * (page.Bits / 8);
        for (int strip = 0; strip < layout.Offsets.Length; strip++)
        {
            int firstRow = strip * layout.BlockHeight;
            int rows = Math.Min(layout.BlockHeight, page.Height - firstRow);
            int rowsAtOnce = Math.Max(1, readBytes / rowBytes);
            for (int row = 0; row < rows; row += rowsAtOnce)
            {
                cancellation.ThrowIfCancellationRequested();
                int now = Math.Min(rowsAtOnce, rows - row);
                Span<byte> target = planes.Run(0, firstRow + row, 0, checked(now * page.Width));
                source.ReadAt(layout.Offsets[strip] + shift + ((long)row * rowBytes), target);
                Swap(target, page.Bits, page.Header.IsLittleEndian);
            }
        }
    }

    private static void Place(PlaneSet planes, TiffPage page, byte[] samples, int rowBytes, int row, int column, int blockWidth, int rows, int plane)
    {
        int width = Math.Min(blockWidth, page.Width - column);
        int height = Math.Min(rows, page.Height - row);
        int interleaved = page.IsPlanar ? 1 : page.Samples;
        byte[]? unpacked = page.Bits < 8 ? new byte[blockWidth * interleaved] : null;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> line = samples.AsSpan(y * rowBytes, rowBytes);
            if (unpacked is not null)
            {
                Unpack(line, unpacked, page.Bits);
                line = unpacked;
            }

            if (page.IsPlanar)
            {
                Span<byte> target = planes.Run(plane, row + y, column, width);
                line[..target.Length].CopyTo(target);
            }
            else
            {
                planes.ScatterRow(line, row + y, column, width);
            }
        }
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> samples, int bits)
    {
        int mask = (1 << bits) - 1;
        for (int i = 0; i < samples.Length; i++)
        {
            int bit = i * bits;
            samples[i] = (byte)((packed[bit >> 3] >> (8 - bits - (bit & 7))) & mask);
        }
    }

    private static void ReverseBits(Span<byte> bytes)
    {
        foreach (ref byte b in bytes)
        {
            int v = b;
            v = ((v & 0x55) << 1) | ((v >> 1) & 0x55);
            v = ((v & 0x33) << 2) | ((v >> 2) & 0x33);
            b = (byte)((v << 4) | (v >> 4));
        }
    }

    private static void Swap(Span<byte> bytes, int bits, bool isLittleEndian)
    {
        if (isLittleEndian == BitConverter.IsLittleEndian)
        {
            return;
        }

        switch (bits)
        {
            case 16:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
                System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 32:
                Span<uint> longs = MemoryMarshal.Cast<byte, uint>(bytes);
                System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            case 64:
                Span<ulong> quads = MemoryMarshal.Cast<byte, ulong>(bytes);
                System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }
}
