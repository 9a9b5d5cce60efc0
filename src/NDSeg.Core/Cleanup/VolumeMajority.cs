using NDSeg.Images;

namespace NDSeg.Cleanup;

/// <summary>
/// Most frequent class over a ball: a histogram that slides along the row, the ends of all rows of the ball added and taken away. Holds
/// the slices the ball reaches.
/// </summary>
internal sealed class VolumeMajority
{
    private const int BandRows = 16;

    private readonly SegLabelVolume source;
    private readonly bool[] touched;
    private readonly int threads;
    private readonly Dictionary<int, (SegLabels Labels, ushort[] Indices)> held = [];
    private readonly int reachZ;

    // The rows of the ball: slices and rows away, and columns to either side.
    private readonly (int Z, int Y, int Half)[] rows;

    public VolumeMajority(SegLabelVolume source, int radius, bool[] touched, int threads)
    {
        this.source = source;
        this.touched = touched;
        this.threads = threads;
        // What a file rounded may not take a whole slice or row off the ball.
        bool even = source.VoxelSize?.IsIsotropic != false;
        double stepZ = even ? 1 : source.VoxelSize!.Ratio.Z;
        double stepY = even ? 1 : source.VoxelSize!.Ratio.Y;
        reachZ = (int)Math.Min(radius / stepZ, source.Depth);
        int reachY = (int)Math.Min(radius / stepY, source.Height);
        var found = new List<(int, int, int)>();
        for (int z = -reachZ; z <= reachZ; z++)
        {
            for (int y = -reachY; y <= reachY; y++)
            {
                double left = ((double)radius * radius) - (z * stepZ * z * stepZ) - (y * stepY * y * stepY);
                if (left >= 0)
                {
                    found.Add((z, y, (int)Math.Sqrt(left)));
                }
            }
        }

        rows = [.. found];
    }

    /// <summary>The filtered volume, whose slices are made when they are read.</summary>
    public SegLabelVolume Result() => source.With(Slice);

    private SegLabels Slice(int z)
    {
        foreach (int old in held.Keys.Where(k => Math.Abs(k - z) > reachZ).ToArray())
        {
            held.Remove(old);
        }

        for (int near = Math.Max(0, z - reachZ); near <= Math.Min(source.Depth - 1, z + reachZ); near++)
        {
            if (!held.ContainsKey(near))
            {
                SegLabels labels = source.ReadSlice(near);
                held.Add(near, (labels, WideSlice.Of(labels)));
            }
        }

        var result = new ushort[source.Height * source.Width];
        int bands = (source.Height + BandRows - 1) / BandRows;
        Parallel.For(0, bands, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new int[touched.Length], (band, _, counts) =>
        {
            for (int y = band * BandRows; y < Math.Min(source.Height, (band + 1) * BandRows); y++)
            {
                FilterRow(z, y, result, counts);
            }

            return counts;
        }, _ => { });
        return WideSlice.ToLabels(held[z].Labels, result);
    }

    private void FilterRow(int z, int y, ushort[] result, int[] counts)
    {
        int width = source.Width;
        Array.Clear(counts);
        var lines = new List<(ushort[] Labels, int Start, int Half)>();
        foreach ((int dz, int dy, int half) in rows)
        {
            if (z + dz >= 0 && z + dz < source.Depth && y + dy >= 0 && y + dy < source.Height)
            {
                lines.Add((held[z + dz].Indices, (y + dy) * width, half));
            }
        }

        int total = 0;
        foreach ((ushort[] labels, int start, int half) in lines)
        {
            // All but the right end of the row around column 0, which the loop below adds first.
            for (int x = 0; x < Math.Min(width, half); x++)
            {
                Add(labels[start + x], 1);
            }
        }

        ushort[] own = held[z].Indices;
        for (int x = 0; x < width; x++)
        {
            foreach ((ushort[] labels, int start, int half) in lines)
            {
                if (x + half < width)
                {
                    Add(labels[start + x + half], 1);
                }

                if (x - half - 1 >= 0)
                {
                    Add(labels[start + x - half - 1], -1);
                }
            }

            result[(y * width) + x] = Winner(own[(y * width) + x]);
        }

        void Add(ushort label, int step)
        {
            counts[label] += step;
            total += label == 0 ? 0 : step;
        }

        ushort Winner(ushort label)
        {
            if (!touched[label] || 2 * counts[label] >= total)
            {
                return label;
            }

            int best = label;
            for (int c = 1; c < counts.Length; c++)
            {
                best = counts[c] > counts[best] ? c : best;
            }

            return (ushort)best;
        }
    }
}
