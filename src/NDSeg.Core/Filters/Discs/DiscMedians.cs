using NDSeg.Filters.Families;

namespace NDSeg.Filters.Discs;

/// <summary>Medians over discs.</summary>
/// <param name="medians">Radius of the disc and place of every map.</param>
/// <param name="pixels">Bytes to floats.</param>
internal sealed unsafe class DiscMedians((int Disc, int Place)[] medians, PixelKernel pixels)
{
    /// <summary>Fills the maps of one tile.</summary>
    internal void Run(FilterTile tile)
    {
        foreach ((int disc, int place) in medians)
        {
            Run(tile, disc, place);
        }
    }

    private void Run(FilterTile tile, int disc, int place)
    {
        TilePlane<ushort> wide = tile.WideBytes;
        int[] chords = DiscFootprint.HalfChords(disc);
        int* histogram = tile.Arena.Rent<int>(SlidingMedian.Bins);
        byte* row = tile.Arena.Rent<byte>(FilterTile.Align(tile.PaddedWidth, 64) + 64);
        new Span<byte>(row, tile.PaddedWidth).Clear();
        fixed (int* halves = chords)
        {
            for (int y = 0; y < tile.Height; y++)
            {
                SlidingMedian.Row(wide.Row(y), wide.Stride, halves, disc, row, tile.Width, histogram);
                pixels.Scale(row, tile.Target(place, y), tile.PaddedWidth, 1f, tile.BypassCache);
            }
        }
    }
}
