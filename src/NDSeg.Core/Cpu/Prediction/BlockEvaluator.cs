using System.Numerics;
using NDSeg.Cpu.Memory;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// Evaluates tiles for one thread. A tile is cut into blocks of some thousand pixels; each block goes through four steps:
/// values to ranks, map by map; trees pruned by what the ranks leave open; leaf numbers and scores, 256 pixels at a time;
/// and exact sums for the pixels whose scores do not certify a winner.
/// </summary>
internal sealed unsafe class BlockEvaluator : ITileEvaluator
{
    // Square-like blocks leave the fewest tests open.
    private const int BlockColumns = 128;

    private readonly SlicedEnsemble ensemble;
    private readonly PredictionKernels kernels;
    private readonly PrunedTrees trees;
    private readonly BlockRanker ranker;
    private readonly byte* rows;
    private readonly ushort* scores;
    private readonly byte* labels;
    private readonly int* winners;
    private readonly ushort* positions;
    private readonly float* sums;
    private RowPrefetch ahead;

    public BlockEvaluator(SlicedEnsemble ensemble, PredictionKernels kernels, byte* memory)
    {
        this.ensemble = ensemble;
        this.kernels = kernels;
        byte* Take(long bytes)
        {
            byte* taken = memory;
            memory += (bytes + 63) & -64;
            return taken;
        }

        long[] sizes = Sizes(ensemble);
        trees = new PrunedTrees(ensemble, Take(sizes[0]));
        ranker = new BlockRanker(ensemble.Thresholds, kernels, Take(sizes[1]));
        rows = Take(sizes[2]);
        scores = (ushort*)Take(sizes[3]);
        labels = Take(sizes[4]);
        winners = (int*)Take(sizes[5]);
        positions = (ushort*)Take(sizes[6]);
        sums = (float*)Take(sizes[7]);
    }

    /// <summary>Bytes of unmanaged memory a worker needs.</summary>
    public static long Bytes(SlicedEnsemble ensemble) => Sizes(ensemble).Sum(s => (s + 63) & -64);

    /// <inheritdoc/>
    public void Labels<T>(in RowPlanes tile, T* target, long labelStride)
        where T : unmanaged
    {
        List<TileBlock> blocks = TileBlock.Cut(tile, BlockColumns, 1);
        for (int b = 0; b < blocks.Count; b++)
        {
            TileBlock block = blocks[b];
            Prepare(tile, block, ensemble.HasScores);
            int pixels = block.Pitch * block.Height;
            FetchAhead(tile, blocks, b + 1, pixels);
            T* first = target + (block.Y * labelStride) + block.X;
            if (!ensemble.HasScores)
            {
                trees.PrepareSums();
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

    /// <inheritdoc/>
    public void Probabilities(in RowPlanes tile, float* target, long planeStride, long rowStride)
    {
        List<TileBlock> blocks = TileBlock.Cut(tile, BlockColumns, 1);
        for (int b = 0; b < blocks.Count; b++)
        {
            TileBlock block = blocks[b];
            Prepare(tile, block, withScores: false);
            trees.PrepareSums();
            int pixels = block.Pitch * block.Height;
            FetchAhead(tile, blocks, b + 1, pixels);
            for (int chunk = 0; chunk < pixels; chunk += PredictionKernels.Chunk)
            {
                ExactSums(chunk, Math.Min(PredictionKernels.Chunk, pixels - chunk));
                kernels.Probability(ensemble.Ensemble, sums);
                int end = Math.Min(pixels, chunk + PredictionKernels.Chunk);
                for (int at = chunk; at < end;)
                {
                    // From here to the end of the row or of the chunk.
                    (int y, int x) = Math.DivRem(at, block.Pitch);
                    int run = Math.Min(end - at, block.Pitch - x);
                    long bytes = Math.Max(0, Math.Min(run, block.Width - x)) * (long)sizeof(float);
                    float* to = target + ((block.Y + y) * rowStride) + block.X + x;
                    for (int k = 0; k < ensemble.Ensemble.ClassCount; k++)
                    {
                        Buffer.MemoryCopy(sums + ((long)k * PredictionKernels.Chunk) + (at - chunk), to + (k * planeStride), bytes, bytes);
                    }

                    at += run;
                }
            }
        }
    }

    private static long[] Sizes(SlicedEnsemble ensemble) =>
    [
        PrunedTrees.Bytes(ensemble),
        BlockRanker.Bytes(ensemble.Thresholds),
        PrunedTrees.RowsBytes,
        (long)PrunedTrees.ScoredClasses(ensemble) * PredictionKernels.Chunk * sizeof(ushort),
        TileBlock.MaxPixels,
        PredictionKernels.Chunk * sizeof(int),
        TileBlock.MaxPixels * sizeof(ushort),
        (long)ensemble.Ensemble.ClassCount * PredictionKernels.Chunk * sizeof(float),
    ];

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
        ranker.Rank(tile, block);
        trees.Build(ranker.Open, TileBlock.PlaneBytes, withScores);
    }

    // The next block's values come into the second-level cache while this one is evaluated from ranks.
    private void FetchAhead(in RowPlanes tile, List<TileBlock> blocks, int next, int pixels)
    {
        int calls = (pixels + PredictionKernels.Chunk - 1) / PredictionKernels.Chunk * trees.Groups;
        ahead = next < blocks.Count ? new RowPrefetch(tile, ensemble.Thresholds.Maps, blocks[next], calls) : default;
    }

    private void ScoreBlock(TileBlock block, int pixels)
    {
        int undecided = 0;
        ulong* open = stackalloc ulong[PredictionKernels.Chunk / 64];
        for (int chunk = 0; chunk < pixels; chunk += PredictionKernels.Chunk)
        {
            for (int g = 0; g < trees.Groups; g++)
            {
                ahead.Fetch();
                kernels.Select(trees.Selections(g), trees.Selections(g + 1), (byte*)ranker.Ranks + chunk, rows);
                for (int k = 0; k < ensemble.Scores; k++)
                {
                    ScoreLookUp* low = trees.Low(g, k, out ScoreLookUp* lowEnd);
                    ScoreLookUp* high = trees.High(g, k, out ScoreLookUp* highEnd);
                    kernels.Score(low, lowEnd, high, highEnd, ensemble.Tables, rows, scores + ((long)k * PredictionKernels.Chunk), g == 0 ? trees.Start(k) : -1);
                }
            }

            kernels.Decide(scores, ensemble.Scores, trees.Gap, labels + chunk, open);
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
        for (int p = 0; p < ranker.Planes; p++)
        {
            sbyte* plane = ranker.Ranks + ((long)p * TileBlock.PlaneBytes);
            for (int i = 0; i < undecided; i++)
            {
                plane[i] = plane[positions[i]];
            }
        }

        trees.PrepareSums();
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
        kernels.Winner(sums, ensemble.Ensemble.MarginCount, winners);
    }

    private void ExactSums(int chunk, int count)
    {
        for (int k = 0; k < ensemble.Ensemble.MarginCount; k++)
        {
            new Span<float>(sums + ((long)k * PredictionKernels.Chunk), PredictionKernels.Chunk).Fill(ensemble.Ensemble.Kind == EnsembleKind.Booster ? ensemble.Ensemble.BaseMargins[k] : 0f);
        }

        for (int g = 0; g < trees.Groups; g++)
        {
            ahead.Fetch();
            kernels.Select(trees.Selections(g), trees.Selections(g + 1), (byte*)ranker.Ranks + chunk, rows);
            for (int k = 0; k < ensemble.Ensemble.MarginCount; k++)
            {
                SumTerm* entries = trees.Sums(g, k, out SumTerm* end);
                kernels.Sum(entries, end, ensemble.Values, rows, sums + ((long)k * PredictionKernels.Chunk), count);
            }
        }
    }
}
