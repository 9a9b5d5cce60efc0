using NDSeg.Filters.Families;

namespace NDSeg.Filters.Bilateral;

/// <summary>Means over a disc of the pixels close to the centre in grey value.</summary>
/// <param name="targets">Radius, grey span and place of every map.</param>
/// <param name="kernel">Rows of means.</param>
internal sealed unsafe class BilateralStep((int Disc, int Span, int Place)[] targets, BilateralKernel kernel) : FilterStep
{
    internal override void Run(FilterTile tile)
    {
        foreach ((int disc, int span, int place) in targets)
        {
            Run(tile, disc, span, place);
        }
    }

    private void Run(FilterTile tile, int disc, int span, int place)
    {
        TilePlane<ushort> wide = tile.WideBytes;
        int[] chords = DiscFootprint.HalfChords(disc);
        long* offsets = tile.Arena.Rent<long>(4L * disc * disc);
        int count = 0;
        for (int dy = 1 - disc; dy < disc; dy++)
        {
            int half = chords[Math.Abs(dy)];
            for (int dx = -half; dx <= half; dx++)
            {
                offsets[count++] = (dy * wide.Stride) + dx;
            }
        }

        ushort* counts = tile.Arena.Rent<ushort>(tile.PaddedWidth + 64);
        ushort* shifts = tile.Arena.Rent<ushort>(tile.PaddedWidth + 64);
        for (int y = 0; y < tile.Height; y++)
        {
            kernel.Row(wide.Row(y), offsets, count, span, counts, shifts, tile.Target(place, y), tile.PaddedWidth, tile.BypassCache);
        }
    }
}
