using NDSeg.Filters.Families;

namespace NDSeg.Filters.Discs;

/// <summary>Minima and maxima over discs: every chord is two overlapping runs whose lengths are a power of two.</summary>
/// <param name="minima">Radius of the disc and place of every minimum.</param>
/// <param name="maxima">Radius of the disc and place of every maximum.</param>
/// <param name="kernel">Extremes of rows.</param>
/// <param name="pixels">Bytes to floats.</param>
internal sealed unsafe class DiscExtremes((int Disc, int Place)[] minima, (int Disc, int Place)[] maxima, DiscKernel kernel, PixelKernel pixels)
{
    /// <summary>Fills the maps of one tile.</summary>
    internal void Run(FilterTile tile)
    {
        foreach ((int disc, int place) in minima)
        {
            Run(tile, disc, place, maximum: false);
        }

        foreach ((int disc, int place) in maxima)
        {
            Run(tile, disc, place, maximum: true);
        }
    }

    private void Run(FilterTile tile, int disc, int place, bool maximum)
    {
        TilePlane<byte> bytes = tile.Bytes;
        (long stride, int halo) = (bytes.Stride, bytes.Halo);
        int[] chords = DiscFootprint.HalfChords(disc);
        int levels = int.Log2((2 * chords[0]) + 1) + 1;
        long size = (tile.Height + (2 * halo)) * stride;
        byte* block = tile.Arena.Rent<byte>((levels * size) + 64);
        byte* runs = block + (halo * stride) + bytes.Pad;

        // Outside the image stands what never wins.
        (int left, int right) = tile.Columns(halo);
        new Span<byte>(block, checked((int)size)).Fill((byte)(maximum ? 0 : 255));
        for (int y = -halo; y < tile.Height + halo; y++)
        {
            if (tile.HasRow(y))
            {
                new ReadOnlySpan<byte>(bytes.Row(y) + left, right - left).CopyTo(new Span<byte>(runs + (y * stride) + left, right - left));
            }
        }

        int rows = tile.Height + (2 * halo) - 1;
        for (int level = 1; level < levels; level++)
        {
            byte* shorter = block + ((level - 1) * size);
            kernel.Combine(shorter, shorter + (1 << (level - 1)), shorter + size, stride, rows, (int)stride - 64, maximum);
        }

        long* offsets = tile.Arena.Rent<long>(4 * disc);
        int count = 0;
        for (int dy = 1 - disc; dy < disc; dy++)
        {
            int half = chords[Math.Abs(dy)];
            int level = int.Log2((2 * half) + 1);
            offsets[count++] = (level * size) + (dy * stride) - half;
            offsets[count++] = (level * size) + (dy * stride) + half + 1 - (1 << level);
        }

        byte* row = tile.Arena.Rent<byte>(FilterTile.Align(tile.PaddedWidth, 64) + 64);
        for (int y = 0; y < tile.Height; y++)
        {
            kernel.Fold(runs + (y * stride), offsets, count, row, tile.PaddedWidth, maximum);
            pixels.Scale(row, tile.Target(place, y), tile.PaddedWidth, 1f, tile.BypassCache);
        }
    }
}
