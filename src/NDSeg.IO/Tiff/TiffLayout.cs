using NDSeg.IO.Files;

namespace NDSeg.IO.Tiff;

/// <summary>Where the strips or tiles of a page lie. A strip is treated as a tile as wide as the image.</summary>
internal sealed class TiffLayout
{
    private TiffLayout(TiffPage page, bool tiled, int blockWidth, int blockHeight, long[] offsets, long[] counts)
    {
        IsTiled = tiled;
        BlockWidth = blockWidth;
        BlockHeight = blockHeight;
        Across = (page.Width + (long)blockWidth - 1) / blockWidth;
        Down = (page.Height + (long)blockHeight - 1) / blockHeight;
        Offsets = offsets;
        Counts = counts;
    }

    public bool IsTiled { get; }

    public int BlockWidth { get; }

    public int BlockHeight { get; }

    public long Across { get; }

    public long Down { get; }

    public long[] Offsets { get; }

    public long[] Counts { get; }

    public static TiffLayout Of(TiffPage page, TiffDirectory directory, ByteSource source)
    {
        // Some writers list tiles under the tags of strips; the shape of the tiles tells them apart.
        bool tiled = directory.Has(TiffTags.TileOffsets) || (directory.Has(TiffTags.TileWidth) && directory.Has(TiffTags.TileLength));
        long width = tiled ? directory.Integer(TiffTags.TileWidth, 0) : page.Width;
        long height = tiled ? directory.Integer(TiffTags.TileLength, 0) : Math.Min(directory.Integer(TiffTags.RowsPerStrip, page.Height), page.Height);
        if (!tiled && height <= 0)
        {
            height = page.Height;
        }

        if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
        {
            throw FileErrors.Corrupt(source.Path, $"It claims tiles of {height} x {width} pixels.");
        }

        long blocks = ((page.Width + width - 1) / width) * ((page.Height + height - 1) / height) * (page.IsPlanar ? page.Samples : 1);
        long[] offsets = directory.Integers(directory.Has(TiffTags.TileOffsets) ? TiffTags.TileOffsets : TiffTags.StripOffsets, blocks) ?? [];
        long[]? counts = directory.Integers(directory.Has(TiffTags.TileByteCounts) ? TiffTags.TileByteCounts : TiffTags.StripByteCounts, blocks);
        if (offsets.Length < blocks)
        {
            throw FileErrors.Corrupt(source.Path, $"It needs {blocks} {(tiled ? "tiles" : "strips")} and lists {offsets.Length}.");
        }

        long rowBytes = ((width * page.Bits * (page.IsPlanar ? 1 : page.Samples)) + 7) / 8;
        if (rowBytes > int.MaxValue || (long)page.Width * page.Height > Array.MaxLength)
        {
            throw FileErrors.Unsupported(source.Path, $"a page of {page.Height} x {page.Width} pixels, more than {Array.MaxLength}", "Cut it into parts.");
        }

        if (page.Compression == TiffCompression.None)
        {
            // The sizes of uncompressed blocks follow from the shape; false counts are common in old files.
            counts = new long[blocks];
            long across = (page.Width + width - 1) / width;
            long down = (page.Height + height - 1) / height;
            for (long b = 0; b < blocks; b++)
            {
                long rows = tiled ? height : Math.Min(height, page.Height - (b / across % down * height));
                counts[b] = rows * rowBytes;
            }
        }
        else if (counts is null || counts.Length < blocks)
        {
            throw FileErrors.Corrupt(source.Path, $"It lists {offsets.Length} {(tiled ? "tiles" : "strips")} and {counts?.Length ?? 0} sizes for them.");
        }

        var layout = new TiffLayout(page, tiled, (int)width, (int)height, offsets, counts);
        layout.RequireRoom(page, source, rowBytes);
        return layout;
    }

    /// <summary>Every block must lie in the file, and the pixels must not be more than so few bytes can stand for.</summary>
    private void RequireRoom(TiffPage page, ByteSource source, long rowBytes)
    {
        long total = 0;
        for (int i = 0; i < Offsets.Length; i++)
        {
            if (Offsets[i] < 0 || Counts[i] < 0 || Offsets[i] > source.Length - Counts[i])
            {
                throw FileErrors.Truncated(source.Path, $"Expected pixel data at {Offsets[i]} to {Offsets[i] + Counts[i]}, found a file of {source.Length} bytes.");
            }

            total += Counts[i];
        }

        // Blocks that overlap would let a few bytes stand for any number of pixels.
        if (total > source.Length)
        {
            throw FileErrors.Corrupt(source.Path, $"Its {Offsets.Length} {(IsTiled ? "tiles" : "strips")} claim {total} bytes, more than the {source.Length} of the file: they overlap.");
        }

        // Tiles reach over the border, so the blocks are counted in full. The constant covers tiny images.
        Int128 decoded = (Int128)rowBytes * BlockHeight * Offsets.Length;
        if (!IsTiled)
        {
            decoded = (Int128)rowBytes * page.Height * (page.IsPlanar ? page.Samples : 1);
        }

        long distinct = page.Compression == TiffCompression.None ? total : DistinctBytes();
        long ratio = TiffCompression.GreatestRatio(page.Compression, rowBytes);
        if (page.Compression != TiffCompression.None && decoded > ((Int128)distinct * ratio) + 65536)
        {
            throw FileErrors.Corrupt(
                source.Path,
                $"It claims {page.Height} x {page.Width} pixels, more than {distinct} bytes can hold with {TiffCompression.NameOf(page.Compression)} compression.");
        }
    }

    /// <summary>Stored bytes, each counted once however many blocks refer to it.</summary>
    private long DistinctBytes()
    {
        long bytes = 0;
        long end = 0;
        foreach ((long offset, long count) in Offsets.Zip(Counts).Order())
        {
            bytes += Math.Max(0, offset + count - Math.Max(offset, end));
            end = Math.Max(end, offset + count);
        }

        return bytes;
    }
}
