namespace NDSeg.Cleanup;

/// <summary>Most frequent class over a disc: a histogram that slides along the row, its edge pixels added and taken away.</summary>
internal static class MajorityFilter
{
    private const int BandRows = 32;

    public static ushort[] Apply(ushort[] labels, int height, int width, int radius, bool[] touched, RunOptions options)
    {
        int[] reach = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(dy => (int)Math.Sqrt((radius * radius) - (dy * dy)))];
        var result = new ushort[labels.Length];
        int bands = (height + BandRows - 1) / BandRows;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.EffectiveThreads, CancellationToken = options.Cancellation };
        Parallel.For(
            0,
            bands,
            parallel,
            () => new int[touched.Length],
            (band, _, counts) =>
            {
                for (int y = band * BandRows; y < Math.Min(height, (band + 1) * BandRows); y++)
                {
                    FilterRow(labels, result, height, width, y, radius, reach, touched, counts);
                }

                return counts;
            },
            _ => { });
        return result;
    }

    private static void FilterRow(ushort[] labels, ushort[] result, int height, int width, int y, int radius, int[] reach, bool[] touched, int[] counts)
    {
        Array.Clear(counts);
        int top = Math.Max(0, y - radius);
        int bottom = Math.Min(height - 1, y + radius);
        int total = 0;
        for (int row = top; row <= bottom; row++)
        {
            // All but the right edge of the disc around column 0, which the loop below adds first.
            int end = Math.Min(width, reach[row - y + radius]);
            for (int x = 0; x < end; x++)
            {
                Add(labels[((long)row * width) + x], 1);
            }
        }

        for (int x = 0; x < width; x++)
        {
            for (int row = top; row <= bottom; row++)
            {
                int half = reach[row - y + radius];
                long line = (long)row * width;
                if (x + half < width)
                {
                    Add(labels[line + x + half], 1);
                }

                if (x - half - 1 >= 0)
                {
                    Add(labels[line + x - half - 1], -1);
                }
            }

            long at = ((long)y * width) + x;
            result[at] = Winner(labels[at]);
        }

        void Add(ushort label, int step)
        {
            counts[label] += step;
            total += label == 0 ? 0 : step;
        }

        ushort Winner(ushort own)
        {
            if (!touched[own] || 2 * counts[own] >= total)
            {
                return own;
            }

            int best = own;
            for (int c = 1; c < counts.Length; c++)
            {
                best = counts[c] > counts[best] ? c : best;
            }

            return (ushort)best;
        }
    }
}
