using System.Numerics;
using NDSeg.Cpu.Memory;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// Evaluates tiles for one thread. A tile is cut into blocks of some thousand pixels; each block goes through four steps:
/// values to ranks, map by map; trees pruned by what the ranks leave open; leaf numbers and scores, 256 pixels at a time;
/// and exact sums for the pixels whose scores do not certify a winner.
/// </summary>
internal sealed unsafe class BlockEvaluator
{
    /// <summary>Pixels of a block, rows rounded up to 64 columns.</summary>
    private const int BlockPixels = 4096;

    // A multiple of 4096 would put the same pixels of all planes into the same few sets of the first-level cache.
    private const int PlaneBytes = BlockPixels + PredictionKernels.Chunk;

    // Square-like blocks leave the fewest tests open.
    private const int BlockColumns = 128;
    private const int Lanes = 64;

    // Up to this many thresholds all are searched; with more the extent of the values comes first and rules most of them out.
    private const int DirectThresholds = 31;

    private readonly SlicedEnsemble program;
    private readonly PredictionKernels kernels;
    private readonly PrunedTrees plan;
    private readonly OpenThresholds* windows;
    private readonly byte* rows;
    private readonly ushort* scores;
    private readonly byte* labels;
    private readonly int* winners;
    private readonly ushort* positions;
    private readonly float* sums;
    private readonly float* tables;
    private readonly float* tail;
    private readonly sbyte* ranks;
    private RowPrefetch ahead;
    private int openPlanes;

    public BlockEvaluator(SlicedEnsemble program, PredictionKernels kernels, byte* memory)
    {
        this.program = program;
        this.kernels = kernels;
        byte* Take(long bytes)
        {
            byte* taken = memory;
            memory += (bytes + 63) & -64;
            return taken;
        }

        long[] sizes = Sizes(program);
        plan = new PrunedTrees(program, Take(sizes[0]));
        windows = (OpenThresholds*)Take(sizes[1]);
        rows = Take(sizes[2]);
        scores = (ushort*)Take(sizes[3]);
        labels = Take(sizes[4]);
        winners = (int*)Take(sizes[5]);
        positions = (ushort*)Take(sizes[6]);
        sums = (float*)Take(sizes[7]);
        tables = (float*)Take(sizes[8]);
        tail = (float*)Take(sizes[9]);
        ranks = (sbyte*)Take(sizes[10]);
    }

    /// <summary>Bytes of unmanaged memory a worker needs.</summary>
    public static long Bytes(SlicedEnsemble program) => Sizes(program).Sum(s => (s + 63) & -64);

    /// <summary>Labels 1..K of a tile.</summary>
    public void Labels<T>(in RowPlanes tile, T* target, long labelStride)
        where T : unmanaged
    {
        List<TileBlock> blocks = Blocks(tile);
        for (int b = 0; b < blocks.Count; b++)
        {
            TileBlock block = blocks[b];
            bool scored = program.Scores <= PrunedTrees.MaxScores;
            Prepare(tile, block, scored);
            int pixels = block.Pitch * block.Height;
            FetchAhead(tile, blocks, b + 1, pixels);
            T* first = target + (block.Y * labelStride) + block.X;
            if (!scored)
            {
                plan.PrepareSums();
                for (int chunk = 0; chunk < pixels; chunk += PredictionKernels.Chunk)
                {
                    int count = Math.Min(PredictionKernels.Chunk, pixels - chunk);
                    ExactWinners(chunk, count);
                    for (int i = 0; i < count; i++)
                    {
                        (int y, int x) = Math.DivRem(chunk + i, block.Pitch);
                        if (x < block.Width)
                        {
                            Write(first + (y * labelStride) + x, winners[i] + 1);
                        }
                    }
                }

                continue;
            }

            ScoreBlock(block, pixels);
            for (int y = 0; y < block.Height; y++)
            {
                byte* source = labels + (y * block.Pitch);
                T* row = first + (y * labelStride);
                if (sizeof(T) == 1)
                {
                    Buffer.MemoryCopy(source, row, block.Width, block.Width);
                }
                else
                {
                    for (int x = 0; x < block.Width; x++)
                    {
                        Write(row + x, source[x]);
                    }
                }
            }
        }
    }

    /// <summary>Class probabilities of a tile.</summary>
    public void Probabilities(in RowPlanes tile, float* target, long planeStride, long rowStride)
    {
        List<TileBlock> blocks = Blocks(tile);
        for (int b = 0; b < blocks.Count; b++)
        {
            TileBlock block = blocks[b];
            Prepare(tile, block, withScores: false);
            plan.PrepareSums();
            int pixels = block.Pitch * block.Height;
            FetchAhead(tile, blocks, b + 1, pixels);
            for (int chunk = 0; chunk < pixels; chunk += PredictionKernels.Chunk)
            {
                ExactSums(chunk, Math.Min(PredictionKernels.Chunk, pixels - chunk));
                kernels.Probability(program.Ensemble, sums);
                int end = Math.Min(pixels, chunk + PredictionKernels.Chunk);
                for (int at = chunk; at < end;)
                {
                    // From here to the end of the row or of the chunk.
                    (int y, int x) = Math.DivRem(at, block.Pitch);
                    int run = Math.Min(end - at, block.Pitch - x);
                    long bytes = Math.Max(0, Math.Min(run, block.Width - x)) * (long)sizeof(float);
                    float* to = target + ((block.Y + y) * rowStride) + block.X + x;
                    for (int k = 0; k < program.Ensemble.ClassCount; k++)
                    {
                        Buffer.MemoryCopy(sums + ((long)k * PredictionKernels.Chunk) + (at - chunk), to + (k * planeStride), bytes, bytes);
                    }

                    at += run;
                }
            }
        }
    }

    private static long[] Sizes(SlicedEnsemble program)
    {
        int features = program.Ensemble.FeatureCount;
        int widest = 0;
        long planes = 0;
        for (int f = 0; f < features; f++)
        {
            int count = program.ThresholdStart[f + 1] - program.ThresholdStart[f];
            widest = Math.Max(widest, count);
            planes += (count + 254) / 255;
        }

        return
        [
            PrunedTrees.Bytes(program),
            (long)features * sizeof(OpenThresholds),
            PrunedTrees.RowsBytes,
            (long)program.Scores * PredictionKernels.Chunk * sizeof(ushort),
            BlockPixels,
            PredictionKernels.Chunk * sizeof(int),
            BlockPixels * sizeof(ushort),
            (long)program.Ensemble.ClassCount * PredictionKernels.Chunk * sizeof(float),
            (widest + 256L) * sizeof(float),
            BlockPixels * sizeof(float),
            planes * PlaneBytes,
        ];
    }

    private static List<TileBlock> Blocks(in RowPlanes tile)
    {
        var blocks = new List<TileBlock>();
        if (tile.Width <= 0 || tile.Height <= 0)
        {
            return blocks;
        }

        int columns = (tile.Width + BlockColumns - 1) / BlockColumns;
        int width = (((tile.Width + columns - 1) / columns) + Lanes - 1) & -Lanes;
        int tallest = Math.Max(1, BlockPixels / width);
        int bands = (tile.Height + tallest - 1) / tallest;
        int height = (tile.Height + bands - 1) / bands;
        for (int y = 0; y < tile.Height; y += height)
        {
            for (int x = 0; x < tile.Width; x += width)
            {
                blocks.Add(new TileBlock(x, y, Math.Min(width, tile.Width - x), Math.Min(height, tile.Height - y)));
            }
        }

        return blocks;
    }

    private static void Write<T>(T* target, int label)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
        {
            *(byte*)target = (byte)label;
        }
        else
        {
            *(ushort*)target = (ushort)label;
        }
    }

    private void Prepare(in RowPlanes tile, TileBlock block, bool withScores)
    {
        int[] maps = program.Maps;
        openPlanes = 0;
        for (int i = 0; i < maps.Length; i++)
        {
            float* source = tile.Row(maps[i], block.Y) + block.X;
            float* ahead = i + 1 < maps.Length ? tile.Row(maps[i + 1], block.Y) + block.X : source;
            Rank(maps[i], source, ahead, tile.RowStride, block);
        }

        plan.Build(windows, PlaneBytes, withScores);
    }

    // The next block's values come into the second-level cache while this one is evaluated from ranks.
    private void FetchAhead(in RowPlanes tile, List<TileBlock> blocks, int next, int pixels)
    {
        int calls = (pixels + PredictionKernels.Chunk - 1) / PredictionKernels.Chunk * plan.Groups;
        ahead = next < blocks.Count ? new RowPrefetch(tile, program.Maps, blocks[next], calls) : default;
    }

    private void Rank(int map, float* source, float* ahead, long stride, TileBlock block)
    {
        int start = program.ThresholdStart[map];
        OpenThresholds* window = windows + map;
        var job = new RankRequest
        {
            Source = source,
            Ahead = ahead,
            Stride = stride,
            Width = block.Width & -Lanes,
            Height = block.Height,
            Thresholds = program.Thresholds + start,
            Count = program.ThresholdStart[map + 1] - start,
            Tables = tables,
            Ranks = ranks + ((long)openPlanes * PlaneBytes),
            Pitch = block.Pitch,
            PlaneBytes = PlaneBytes,
        };
        *window = new OpenThresholds { Plane = openPlanes * PlaneBytes };
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
            var thresholds = new ReadOnlySpan<float>(job.Thresholds, job.Count);
            window->Low = window->Origin = AtOrBelow(thresholds, least);
            window->Span = AtOrBelow(thresholds, greatest) - window->Low;
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

        openPlanes += window->Span == 0 ? 0 : (job.Count + 254) / 255;
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
        var thresholds = new ReadOnlySpan<float>(job.Thresholds, job.Count);
        for (int y = 0; y < block.Height; y++)
        {
            for (int x = 0; x < block.Width; x++)
            {
                float value = job.Source[(y * job.Stride) + x];
                int rank = float.IsNaN(value) ? job.Count : AtOrBelow(thresholds, value);
                for (int plane = 0; plane * 255 < job.Count; plane++)
                {
                    job.Ranks[(plane * job.PlaneBytes) + ((long)y * job.Pitch) + x] = (sbyte)(Math.Clamp(rank - (plane * 255), 0, 255) - 128);
                }
            }
        }
    }

    private void ScoreBlock(TileBlock block, int pixels)
    {
        int undecided = 0;
        ulong* open = stackalloc ulong[PredictionKernels.Chunk / 64];
        for (int chunk = 0; chunk < pixels; chunk += PredictionKernels.Chunk)
        {
            for (int g = 0; g < plan.Groups; g++)
            {
                ahead.Fetch();
                kernels.Select(plan.Ops(g), plan.Ops(g + 1), (byte*)ranks + chunk, rows);
                for (int k = 0; k < program.Scores; k++)
                {
                    ScoreLookUp* low = plan.Low(g, k, out ScoreLookUp* lowEnd);
                    ScoreLookUp* high = plan.High(g, k, out ScoreLookUp* highEnd);
                    kernels.Score(low, lowEnd, high, highEnd, program.Tables, rows, scores + ((long)k * PredictionKernels.Chunk), g == 0 ? plan.Start(k) : -1);
                }
            }

            kernels.Decide(scores, program.Scores, plan.Gap, labels + chunk, open);
            for (int word = 0; word < PredictionKernels.Chunk / 64; word++)
            {
                for (ulong bits = open[word]; bits != 0; bits &= bits - 1)
                {
                    int at = chunk + (word * 64) + BitOperations.TrailingZeroCount(bits);
                    positions[undecided] = (ushort)at;
                    undecided += at < pixels && at % block.Pitch < block.Width ? 1 : 0;
                }
            }
        }

        if (undecided > 0)
        {
            Finish(undecided);
        }
    }

    // The ranks of the pixels left are moved together, over those no longer needed.
    private void Finish(int undecided)
    {
        for (int p = 0; p < openPlanes; p++)
        {
            sbyte* plane = ranks + ((long)p * PlaneBytes);
            for (int i = 0; i < undecided; i++)
            {
                plane[i] = plane[positions[i]];
            }
        }

        plan.PrepareSums();
        for (int chunk = 0; chunk < undecided; chunk += PredictionKernels.Chunk)
        {
            int count = Math.Min(PredictionKernels.Chunk, undecided - chunk);
            ExactWinners(chunk, count);
            for (int i = 0; i < count; i++)
            {
                labels[positions[chunk + i]] = (byte)(winners[i] + 1);
            }
        }
    }

    private void ExactWinners(int chunk, int count)
    {
        ExactSums(chunk, count);
        kernels.Winner(sums, program.Ensemble.MarginCount, winners);
    }

    private void ExactSums(int chunk, int count)
    {
        TreeEnsemble ensemble = program.Ensemble;
        for (int k = 0; k < ensemble.MarginCount; k++)
        {
            new Span<float>(sums + ((long)k * PredictionKernels.Chunk), PredictionKernels.Chunk).Fill(ensemble.Kind == EnsembleKind.Booster ? ensemble.BaseMargins[k] : 0f);
        }

        for (int g = 0; g < plan.Groups; g++)
        {
            ahead.Fetch();
            kernels.Select(plan.Ops(g), plan.Ops(g + 1), (byte*)ranks + chunk, rows);
            for (int k = 0; k < ensemble.MarginCount; k++)
            {
                SumTerm* entries = plan.Sums(g, k, out SumTerm* end);
                kernels.Sum(entries, end, program.Values, rows, sums + ((long)k * PredictionKernels.Chunk), count);
            }
        }
    }
}
