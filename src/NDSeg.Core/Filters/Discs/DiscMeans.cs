using NDSeg.Filters.Families;

namespace NDSeg.Filters.Discs;

/// <summary>Means over discs, rounded down, from prefix sums of the rows: every chord is one difference.</summary>
/// <param name="means">Radius of the disc and place of every map.</param>
/// <param name="kernel">Sums and quotients of rows.</param>
internal sealed unsafe class DiscMeans((int Disc, int Place)[] means, DiscKernel kernel)
{
    /// <summary>Fills the maps of one tile.</summary>
    internal void Run(FilterTile tile)
    {
        if (means.Length == 0)
        {
            return;
        }

        TilePlane<byte> bytes = tile.Bytes;
        (long stride, int halo, int pad) = (bytes.Stride, bytes.Halo, bytes.Pad);
        // prefix[x] is the sum of the row's pixels left of x; pixels outside the image are 0.
        int rows = tile.Height + (2 * halo);
        int* prefix = tile.Arena.Rent<int>(rows * stride) + (halo * stride) + pad;
        for (int y = -halo; y < tile.Height + halo; y++)
        {
            byte* from = bytes.Row(y);
            int* to = prefix + (y * stride);
            int sum = 0;
            for (int x = -pad; x < stride - pad; x++)
            {
                to[x] = sum;
                sum += from[x];
            }
        }

        int* sums = tile.Arena.Rent<int>(tile.PaddedWidth + FilterTile.Unit);
        float* pixels = tile.Arena.Rent<float>(tile.PaddedWidth + FilterTile.Unit);
        foreach ((int disc, int place) in means)
        {
            int[] chords = DiscFootprint.HalfChords(disc);
            long* ends = tile.Arena.Rent<long>(2 * disc);
            long* starts = tile.Arena.Rent<long>(2 * disc);
            int count = 0;
            for (int dy = 1 - disc; dy < disc; dy++)
            {
                ends[count] = (dy * stride) + chords[Math.Abs(dy)] + 1;
                starts[count++] = (dy * stride) - chords[Math.Abs(dy)];
            }

            (int Top, int Bottom) counted = (-1, -1);
            for (int y = 0; y < tile.Height; y++)
            {
                kernel.ChordSums(prefix + (y * stride), ends, starts, count, sums, tile.PaddedWidth);
                (int, int) rowsInside = (Math.Min(tile.Y + y, disc - 1), Math.Min(tile.Image.Height - 1 - tile.Y - y, disc - 1));
                if (counted != rowsInside)
                {
                    counted = rowsInside;
                    CountPixels(tile, pixels, chords, counted.Top, counted.Bottom);
                }

                float* target = tile.Target(place, y);
                if (disc < 140)
                {
                    kernel.Quotient(sums, pixels, target, tile.PaddedWidth, tile.BypassCache);
                }
                else
                {
                    // Sums from 2^24 on do not fit float32.
                    for (int x = 0; x < tile.Width; x++)
                    {
                        target[x] = sums[x] / (int)pixels[x];
                    }
                }
            }
        }
    }

    /// <summary>How many pixels of the disc around each column are in the image.</summary>
    private static void CountPixels(FilterTile tile, float* pixels, int[] chords, int above, int below)
    {
        int whole = 0;
        for (int dy = -above; dy <= below; dy++)
        {
            whole += (2 * chords[Math.Abs(dy)]) + 1;
        }

        for (int x = 0; x < tile.PaddedWidth; x++)
        {
            int left = tile.X + x;
            int right = tile.Image.Width - 1 - left;
            int inside = whole;
            if (left < chords[0] || right < chords[0])
            {
                inside = 0;
                for (int dy = -above; dy <= below; dy++)
                {
                    int half = chords[Math.Abs(dy)];
                    inside += Math.Min(half, left) + Math.Min(half, right) + 1;
                }
            }

            pixels[x] = Math.Max(inside, 1);
        }
    }
}
