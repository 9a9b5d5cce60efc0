using System.Runtime.CompilerServices;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Discs;

/// <summary>
/// Medians over discs by a histogram that slides along the row (Huang, Yang and Tang, 1979): the pixels on the disc's
/// rim enter and leave, and the median moves by a few bins. The median of an even number of pixels is the upper one.
/// </summary>
internal static unsafe class SlidingMedian
{
    /// <summary>Number of bins.</summary>
    internal const int Bins = 1024;

    /// <summary>One row.</summary>
    /// <param name="at">First pixel of the row; 16-bit, <see cref="FilterTile.Outside"/> outside the image.</param>
    /// <param name="stride">Pixels from a row to the next.</param>
    /// <param name="halfChords">Half-widths of the chords at distance 0, 1, ... radius - 1.</param>
    /// <param name="radius">Radius of the disc.</param>
    /// <param name="target">Row to write.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="histogram"><see cref="Bins"/> counts of working memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Row(ushort* at, long stride, int* halfChords, int radius, byte* target, int columns, int* histogram)
    {
        new Span<int>(histogram, Bins).Clear();
        int inside = 0;
        for (int dy = 1 - radius; dy < radius; dy++)
        {
            int half = halfChords[Math.Abs(dy)];
            ushort* p = at + (dy * stride);
            for (int dx = -half; dx <= half; dx++)
            {
                histogram[p[dx]]++;
                inside += p[dx] != FilterTile.Outside ? 1 : 0;
            }
        }

        int median = 0;
        int below = 0;
        for (int x = 0; x < columns; x++)
        {
            int rank = inside >> 1;
            while (below > rank)
            {
                below -= histogram[--median];
            }

            while (below + histogram[median] <= rank)
            {
                below += histogram[median++];
            }

            target[x] = (byte)median;
            for (int dy = 1 - radius; dy < radius; dy++)
            {
                int half = halfChords[Math.Abs(dy)];
                ushort* p = at + (dy * stride) + x;
                int leaving = p[-half];
                int entering = p[half + 1];
                histogram[leaving]--;
                histogram[entering]++;
                below += (entering < median ? 1 : 0) - (leaving < median ? 1 : 0);
                inside += (leaving == FilterTile.Outside ? 1 : 0) - (entering == FilterTile.Outside ? 1 : 0);
            }
        }
    }
}
