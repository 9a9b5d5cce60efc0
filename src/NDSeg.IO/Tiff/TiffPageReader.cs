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
        if (page.Compression == TiffCompression.None && !layout.IsTiled && page.Samples == 1 && page.IsWhole)
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
            byte[] samples = TiffBlockDecoder.Decode(source, shape with { Rows = rows }, shape.DecodedBytes, layout.Offsets[block] + shift, layout.Counts[block]);
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
                if (page.FillOrder == 2)
                {
                    TiffBits.Reverse(target);
                }

                TiffBits.Swap(target, page.Bits, page.Header.IsLittleEndian);
            }
        }
    }

    private static void Place(PlaneSet planes, TiffPage page, byte[] samples, int rowBytes, int row, int column, int blockWidth, int rows, int plane)
    {
        int width = Math.Min(blockWidth, page.Width - column);
        int height = Math.Min(rows, page.Height - row);
        int interleaved = page.IsPlanar ? 1 : page.Samples;
        byte[]? unpacked = page.IsWhole ? null : new byte[blockWidth * interleaved * (page.Bits > 8 ? 2 : 1)];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> line = samples.AsSpan(y * rowBytes, rowBytes);
            if (unpacked is not null)
            {
                TiffBits.Unpack(line, unpacked, page.Bits);
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
}
