using NDSeg.Cpu.Memory;

namespace NDSeg.Cpu.Prediction;

/// <summary>Turns the map values of a block into ranks among the thresholds that the values leave open.</summary>
internal sealed unsafe class BlockRanker
{
    // Up to this many thresholds all are searched; with more the extent of the values comes first and rules most of them out.
    private const int DirectThresholds = 31;

    private readonly MapThresholds thresholds;
    private readonly PredictionKernels kernels;
    private readonly float* tables;
    private readonly float* tail;

    /// <param name="thresholds">Thresholds of the trees.</param>
    /// <param name="kernels">Vector width.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    public BlockRanker(MapThresholds thresholds, PredictionKernels kernels, byte* memory)
    {
        this.thresholds = thresholds;
        this.kernels = kernels;
        (long windows, long search, long staged, _) = Sizes(thresholds);
        Open = (OpenThresholds*)memory;
        tables = (float*)(memory + windows);
        tail = (float*)(memory + windows + search);
        Ranks = (sbyte*)(memory + windows + search + staged);
    }

    /// <summary>What the values of every map leave open.</summary>
    public OpenThresholds* Open { get; }

    /// <summary>Planes of ranks, <see cref="TileBlock.PlaneBytes"/> apart.</summary>
    public sbyte* Ranks { get; }

    /// <summary>Planes in use.</summary>
    public int Planes { get; private set; }

    /// <summary>Bytes of unmanaged memory a ranker needs.</summary>
    public static long Bytes(MapThresholds thresholds)
    {
        (long windows, long search, long staged, long planes) = Sizes(thresholds);
        return windows + search + staged + planes;
    }

    /// <summary>Ranks all maps of a block.</summary>
    public void Rank(in RowPlanes tile, TileBlock block)
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

    private static (long Windows, long Search, long Staged, long Planes) Sizes(MapThresholds thresholds)
    {
        return (
            Align((long)thresholds.Count * sizeof(OpenThresholds)),
            Align((thresholds.Most + 256L) * sizeof(float)),
            TileBlock.MaxPixels * sizeof(float),
            thresholds.PlaneCount * TileBlock.PlaneBytes);
    }

    private static long Align(long bytes) => (bytes + 63) & -64;

    private void Rank(int map, float* source, float* ahead, long stride, TileBlock block)
    {
        int start = thresholds.Start[map];
        OpenThresholds* window = Open + map;
        var request = new RankRequest
        {
            Source = source,
            Ahead = ahead,
            Stride = stride,
            Width = block.Width & -TileBlock.ColumnStep,
            Height = block.Height,
            Thresholds = thresholds.Values + start,
            Count = thresholds.Start[map + 1] - start,
            Tables = tables,
            Ranks = Ranks + ((long)Planes * TileBlock.PlaneBytes),
            Pitch = block.Pitch,
            PlaneBytes = TileBlock.PlaneBytes,
        };
        *window = new OpenThresholds { Plane = Planes * TileBlock.PlaneBytes };
        if (request.Width < block.Width)
        {
            StageTail(source + request.Width, stride, block.Width - request.Width, block.Height);
        }

        if (request.Count <= DirectThresholds)
        {
            RankRange range = RankBoth(request, block);
            window->Low = range.Least;
            window->Span = range.Greatest - range.Least;
        }
        else if (Extent(request, block, out float least, out float greatest))
        {
            var search = new ReadOnlySpan<float>(request.Thresholds, request.Count);
            window->Low = window->Origin = AtOrBelow(search, least);
            window->Span = AtOrBelow(search, greatest) - window->Low;
            request.Thresholds += window->Low;
            request.Count = window->Span;
            if (request.Count > 0)
            {
                RankBoth(request, block);
            }
        }
        else
        {
            window->Span = request.Count;
            RankAny(request, block);
        }

        Planes += window->Span == 0 ? 0 : (request.Count + 254) / 255;
    }

    private RankRequest TailOf(RankRequest request, TileBlock block)
    {
        request.Ranks += block.Width & -TileBlock.ColumnStep;
        request.Source = request.Ahead = tail;
        request.Stride = request.Width = TileBlock.ColumnStep;
        return request;
    }

    private RankRange RankBoth(in RankRequest request, TileBlock block)
    {
        if (request.Width == block.Width)
        {
            return kernels.Rank(request);
        }

        RankRange range = kernels.Rank(TailOf(request, block));
        if (request.Width > 0)
        {
            RankRange whole = kernels.Rank(request);
            range = new RankRange(Math.Min(range.Least, whole.Least), Math.Max(range.Greatest, whole.Greatest));
        }

        return range;
    }

    private bool Extent(in RankRequest request, TileBlock block, out float least, out float greatest)
    {
        bool finite = true;
        least = float.PositiveInfinity;
        greatest = float.NegativeInfinity;
        if (request.Width > 0)
        {
            finite = kernels.Extent(request.Source, request.Stride, request.Width, request.Height, request.Ahead, out least, out greatest);
        }

        if (request.Width < block.Width)
        {
            finite &= kernels.Extent(tail, TileBlock.ColumnStep, TileBlock.ColumnStep, block.Height, tail, out float tailLeast, out float tailGreatest);
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
            var row = new Span<float>(tail + (y * TileBlock.ColumnStep), TileBlock.ColumnStep);
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
    private static void RankAny(in RankRequest request, TileBlock block)
    {
        var all = new ReadOnlySpan<float>(request.Thresholds, request.Count);
        for (int y = 0; y < block.Height; y++)
        {
            for (int x = 0; x < block.Width; x++)
            {
                float value = request.Source[(y * request.Stride) + x];
                int rank = float.IsNaN(value) ? request.Count : AtOrBelow(all, value);
                for (int plane = 0; plane * 255 < request.Count; plane++)
                {
                    request.Ranks[(plane * request.PlaneBytes) + ((long)y * request.Pitch) + x] = (sbyte)(Math.Clamp(rank - (plane * 255), 0, 255) - 128);
                }
            }
        }
    }
}
