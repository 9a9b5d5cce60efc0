using NDSeg.Cpu.Memory;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// The values of a block of pixels as ranks among the thresholds of their maps: bytes, one plane for each 255 thresholds that
/// the block's values leave open. One thread's memory.
/// </summary>
internal sealed unsafe class BlockRanks
{
    /// <summary>Pixels of a block, rows rounded up to 64 columns.</summary>
    public const int BlockPixels = 4096;

    /// <summary>
    /// Bytes from a plane to the next. A multiple of 4096 would put the same pixels of all planes into the same few sets of the
    /// first-level cache.
    /// </summary>
    public const int PlaneBytes = BlockPixels + PredictionKernels.Chunk;

    private const int Lanes = 64;

    // Up to this many thresholds all are searched; with more the extent of the values comes first and rules most of them out.
    private const int DirectThresholds = 31;

    private readonly MapThresholds thresholds;
    private readonly PredictionKernels kernels;
    private readonly float* tables;
    private readonly float* tail;

    public BlockRanks(MapThresholds thresholds, PredictionKernels kernels, byte* memory)
    {
        this.thresholds = thresholds;
        this.kernels = kernels;
        Open = (OpenThresholds*)memory;
        memory += Align((long)thresholds.Count * sizeof(OpenThresholds));
        tables = (float*)memory;
        memory += Align((thresholds.Most + 256L) * sizeof(float));
        tail = (float*)memory;
        memory += Align(BlockPixels * sizeof(float));
        Ranks = (sbyte*)memory;
    }

    /// <summary>For every map what the block leaves open, and where its planes are.</summary>
    public OpenThresholds* Open { get; }

    /// <summary>The planes; a rank is a signed byte, less 128.</summary>
    public sbyte* Ranks { get; }

    /// <summary>Planes in use.</summary>
    public int Planes { get; private set; }

    /// <summary>Bytes of unmanaged memory.</summary>
    public static long Bytes(MapThresholds thresholds)
        => Align((long)thresholds.Count * sizeof(OpenThresholds))
            + Align((thresholds.Most + 256L) * sizeof(float))
            + Align(BlockPixels * sizeof(float))
            + Align(thresholds.PlaneCount * PlaneBytes);

    /// <summary>Cuts a tile into blocks.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="greatestWidth">Greatest width of a block, a multiple of 64.</param>
    /// <param name="rows">Heights are multiples of this, but for the last block's.</param>
    public static List<TileBlock> Blocks(in RowPlanes tile, int greatestWidth, int rows)
    {
        var blocks = new List<TileBlock>();
        if (tile.Width <= 0 || tile.Height <= 0)
        {
            return blocks;
        }

        int columns = (tile.Width + greatestWidth - 1) / greatestWidth;
        int width = (((tile.Width + columns - 1) / columns) + Lanes - 1) & -Lanes;
        int tallest = BlockPixels / width / rows * rows;
        int bands = (tile.Height + tallest - 1) / tallest;
        int height = ((((tile.Height + bands - 1) / bands) + rows - 1) / rows) * rows;
        for (int y = 0; y < tile.Height; y += height)
        {
            for (int x = 0; x < tile.Width; x += width)
            {
                blocks.Add(new TileBlock(x, y, Math.Min(width, tile.Width - x), Math.Min(height, tile.Height - y)));
            }
        }

        return blocks;
    }

    /// <summary>Replaces the values of a block by ranks.</summary>
    public void Take(in RowPlanes tile, TileBlock block)
    {
        int[] maps = thresholds.Maps;
        Planes = 0;
        for (int i = 0; i < maps.Length; i++)
        {
            float* source = tile.Row(maps[i], block.Y) + block.X;
            float* ahead = i + 1 < maps.Length ? tile.Row(maps[i + 1], block.Y) + block.X : source;
            Rank(maps[i], source, ahead, tile.RowStride, block);
        }
    }

    private static long Align(long bytes) => (bytes + 63) & -64;

    private void Rank(int map, float* source, float* ahead, long stride, TileBlock block)
    {
        int start = thresholds.Start[map];
        OpenThresholds* window = Open + map;
        var job = new RankRequest
        {
            Source = source,
            Ahead = ahead,
            Stride = stride,
            Width = block.Width & -Lanes,
            Height = block.Height,
            Thresholds = thresholds.Values + start,
            Count = thresholds.Start[map + 1] - start,
            Tables = tables,
            Ranks = Ranks + ((long)Planes * PlaneBytes),
            Pitch = block.Pitch,
            PlaneBytes = PlaneBytes,
        };
        *window = new OpenThresholds { Plane = Planes * PlaneBytes };
        if (job.Width < block.Width)
        {
            StageTail(source + job.Width, stride, block.Width - job.Width, block.Height);
        }

        if (job.Count <= DirectThresholds)
        {
            RankRange range = RankBoth(job, block);
            window->Low = range.Least;
            window->Span = range.Greatest - range.Least;
        }
        else if (Extent(job, block, out float least, out float greatest))
        {
            var open = new ReadOnlySpan<float>(job.Thresholds, job.Count);
            window->Low = window->Origin = AtOrBelow(open, least);
            window->Span = AtOrBelow(open, greatest) - window->Low;
            job.Thresholds += window->Low;
            job.Count = window->Span;
            if (job.Count > 0)
            {
                RankBoth(job, block);
            }
        }
        else
        {
            window->Span = job.Count;
            RankAny(job, block);
        }

        Planes += window->Span == 0 ? 0 : (job.Count + 254) / 255;
    }

    private RankRequest TailOf(RankRequest job, TileBlock block)
    {
        job.Ranks += block.Width & -Lanes;
        job.Source = job.Ahead = tail;
        job.Stride = job.Width = Lanes;
        return job;
    }

    private RankRange RankBoth(in RankRequest job, TileBlock block)
    {
        if (job.Width == block.Width)
        {
            return kernels.Rank(job);
        }

        RankRange range = kernels.Rank(TailOf(job, block));
        if (job.Width > 0)
        {
            RankRange whole = kernels.Rank(job);
            range = new RankRange(Math.Min(range.Least, whole.Least), Math.Max(range.Greatest, whole.Greatest));
        }

        return range;
    }

    private bool Extent(in RankRequest job, TileBlock block, out float least, out float greatest)
    {
        bool finite = true;
        least = float.PositiveInfinity;
        greatest = float.NegativeInfinity;
        if (job.Width > 0)
        {
            finite = kernels.Extent(job.Source, job.Stride, job.Width, job.Height, job.Ahead, out least, out greatest);
        }

        if (job.Width < block.Width)
        {
            finite &= kernels.Extent(tail, Lanes, Lanes, block.Height, tail, out float tailLeast, out float tailGreatest);
            least = Math.Min(least, tailLeast);
            greatest = Math.Max(greatest, tailGreatest);
        }

        return finite;
    }

    // Copies the columns that do not fill a vector; the missing ones repeat the first, which changes no extent.
    private void StageTail(float* source, long stride, int columns, int height)
    {
        for (int y = 0; y < height; y++)
        {
            var row = new Span<float>(tail + (y * Lanes), Lanes);
            new ReadOnlySpan<float>(source + (y * stride), columns).CopyTo(row);
            row[columns..].Fill(row[0]);
        }
    }

    private static int AtOrBelow(ReadOnlySpan<float> thresholds, float value)
    {
        int low = 0;
        int high = thresholds.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (thresholds[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    // Infinite values are above or below all thresholds; what is not a number goes right everywhere, like plus infinity.
    private static void RankAny(in RankRequest job, TileBlock block)
    {
        var all = new ReadOnlySpan<float>(job.Thresholds, job.Count);
        for (int y = 0; y < block.Height; y++)
        {
            for (int x = 0; x < block.Width; x++)
            {
                float value = job.Source[(y * job.Stride) + x];
                int rank = float.IsNaN(value) ? job.Count : AtOrBelow(all, value);
                for (int plane = 0; plane * 255 < job.Count; plane++)
                {
                    job.Ranks[(plane * job.PlaneBytes) + ((long)y * job.Pitch) + x] = (sbyte)(Math.Clamp(rank - (plane * 255), 0, 255) - 128);
                }
            }
        }
    }
}
