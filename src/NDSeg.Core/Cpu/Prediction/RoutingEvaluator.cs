using NDSeg.Cpu.Memory;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// Evaluates tiles with deep trees for one thread: values to ranks, ranks regrouped to words of 8 x 8 pixels, pixels routed
/// through one tree after the other. Leaf values are added as they are, in tree order. For labels, pixels whose winner the
/// remaining trees cannot turn are left out of them.
/// </summary>
internal sealed unsafe class RoutingEvaluator : ITileEvaluator
{
    // The more pixels go down a tree together, the less each pays for its nodes.
    private const int BlockColumns = 256;
    private const int Edge = 8;
    private const int Word = Edge * Edge;
    private const int Words = TileBlock.MaxPixels / Word;
    private const int WordsPerGroup = PredictionKernels.Chunk / Word;

    private readonly RoutedTrees trees;
    private readonly PredictionKernels kernels;
    private readonly BlockRanker ranks;
    private readonly PixelSet* active;
    private readonly PixelSet* routed;
    private readonly int* pending;
    private readonly float* sums;
    private readonly int* winners;
    private readonly byte* rows;
    private readonly long groupFloats;
    private int wordsAcross;
    private int wordCount;

    public RoutingEvaluator(RoutedTrees trees, PredictionKernels kernels, byte* memory)
    {
        this.trees = trees;
        this.kernels = kernels;
        groupFloats = (long)trees.Ensemble.ClassCount * PredictionKernels.Chunk;
        byte* Take(long bytes)
        {
            byte* taken = memory;
            memory += (bytes + 63) & -64;
            return taken;
        }

        long[] sizes = Sizes(trees);
        active = (PixelSet*)Take(sizes[0]);
        routed = (PixelSet*)Take(sizes[1]);
        pending = (int*)Take(sizes[2]);
        sums = (float*)Take(sizes[3]);
        winners = (int*)Take(sizes[4]);
        rows = Take(sizes[5]);
        ranks = new BlockRanker(trees.Thresholds, kernels, Take(sizes[6]));
    }

    /// <summary>Bytes of unmanaged memory a worker needs.</summary>
    public static long Bytes(RoutedTrees trees) => Sizes(trees).Sum(s => (s + 63) & -64);

    /// <inheritdoc/>
    public void Labels<T>(in RowPlanes tile, T* target, long labelStride)
        where T : unmanaged
    {
        List<TileBlock> blocks = TileBlock.Cut(tile, BlockColumns, Edge);
        for (int b = 0; b < blocks.Count; b++)
        {
            TileBlock block = blocks[b];
            Evaluate(tile, blocks, b, labelsOnly: true);
            T* first = target + (block.Y * labelStride) + block.X;
            for (int group = 0; group * WordsPerGroup < wordCount; group++)
            {
                kernels.Winner(sums + (group * groupFloats), trees.Ensemble.MarginCount, winners);
                for (int w = 0; w < WordsPerGroup; w++)
                {
                    PutLabels(block, (group * WordsPerGroup) + w, winners + (w * Word), first, labelStride);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Probabilities(in RowPlanes tile, float* target, long planeStride, long rowStride)
    {
        List<TileBlock> blocks = TileBlock.Cut(tile, BlockColumns, Edge);
        for (int b = 0; b < blocks.Count; b++)
        {
            TileBlock block = blocks[b];
            Evaluate(tile, blocks, b, labelsOnly: false);
            float* first = target + (block.Y * rowStride) + block.X;
            for (int group = 0; group * WordsPerGroup < wordCount; group++)
            {
                float* shares = sums + (group * groupFloats);
                kernels.Probability(trees.Ensemble, shares);
                for (int k = 0; k < trees.Ensemble.ClassCount; k++)
                {
                    for (int w = 0; w < WordsPerGroup; w++)
                    {
                        Put(block, (group * WordsPerGroup) + w, shares + ((long)k * PredictionKernels.Chunk) + (w * Word), first + (k * planeStride), rowStride);
                    }
                }
            }
        }
    }

    private static long[] Sizes(RoutedTrees trees) =>
    [
        Words * sizeof(PixelSet),

        // Each level may hold as many that wait on the right.
        (trees.Depth + 2L) * Words * sizeof(PixelSet),
        (trees.Depth + 1L) * 3 * sizeof(int),
        (long)Words / WordsPerGroup * trees.Ensemble.ClassCount * PredictionKernels.Chunk * sizeof(float),
        PredictionKernels.Chunk * sizeof(int),
        TileBlock.MaxPixels,
        BlockRanker.Bytes(trees.Thresholds),
    ];

    private void Evaluate(in RowPlanes tile, List<TileBlock> blocks, int b, bool labelsOnly)
    {
        TileBlock block = blocks[b];
        ranks.Rank(tile, block);
        wordsAcross = block.Pitch / Edge;
        int wordRows = (block.Height + Edge - 1) / Edge;
        wordCount = wordsAcross * wordRows;
        for (int plane = 0; plane < ranks.Planes; plane++)
        {
            Regroup((byte*)ranks.Ranks + ((long)plane * TileBlock.PlaneBytes), wordRows, block.Pitch);
        }

        Start();
        RowPrefetch ahead = b + 1 < blocks.Count ? new RowPrefetch(tile, trees.Thresholds.Maps, blocks[b + 1], trees.Roots.Length) : default;
        int sets = FirstSets(block);
        for (int t = 0; t < trees.Roots.Length && sets > 0; t++)
        {
            ahead.Fetch();
            float lead = trees.NeededLead[t];
            if (labelsOnly && lead < float.PositiveInfinity)
            {
                sets = DropSettled(sets, lead);
            }

            new ReadOnlySpan<PixelSet>(active, sets).CopyTo(new Span<PixelSet>(routed, sets));
            kernels.Route(trees.Nodes, trees.Roots[t], trees.Terms, ranks.Open, ranks.Ranks, routed, sets, sums, groupFloats, pending);
        }
    }

    // Rows of bytes to words of 8 x 8; rows beyond the block's last hold what was there before and are never looked at.
    private void Regroup(byte* plane, int wordRows, int pitch)
    {
        int bytes = wordRows * Edge * pitch;
        Buffer.MemoryCopy(plane, rows, bytes, bytes);
        var target = (ulong*)plane;
        for (int y = 0; y < wordRows * Edge; y++)
        {
            var row = (ulong*)(rows + (y * pitch));
            ulong* at = target + ((long)(y / Edge) * wordsAcross * Edge) + (y % Edge);
            for (int w = 0; w < wordsAcross; w++)
            {
                at[w * Edge] = row[w];
            }
        }
    }

    private void Start()
    {
        TreeEnsemble ensemble = trees.Ensemble;
        for (int group = 0; group * WordsPerGroup < wordCount; group++)
        {
            for (int k = 0; k < ensemble.MarginCount; k++)
            {
                new Span<float>(sums + (group * groupFloats) + ((long)k * PredictionKernels.Chunk), PredictionKernels.Chunk)
                    .Fill(ensemble.Kind == EnsembleKind.Booster ? ensemble.BaseMargins[k] : 0f);
            }
        }
    }

    // The block's own pixels, without the columns and rows that only fill up words.
    private int FirstSets(TileBlock block)
    {
        int count = 0;
        for (int word = 0; word < wordCount; word++)
        {
            (int row, int column) = Math.DivRem(word, wordsAcross);
            int width = Math.Min(Edge, block.Width - (column * Edge));
            int height = Math.Min(Edge, block.Height - (row * Edge));
            if (width <= 0)
            {
                continue;
            }

            ulong columns = ((1UL << width) - 1) * 0x0101010101010101UL;
            ulong bits = height == Edge ? columns : columns & ((1UL << (height * Edge)) - 1);
            active[count++] = new PixelSet { Bits = bits, Word = word * Word };
        }

        return count;
    }

    private int DropSettled(int sets, float lead)
    {
        int kept = 0;
        for (int i = 0; i < sets; i++)
        {
            PixelSet set = active[i];
            float* at = sums + ((set.Word / PredictionKernels.Chunk) * groupFloats) + (set.Word % PredictionKernels.Chunk);
            set.Bits &= kernels.Unsettled(at, trees.Ensemble.MarginCount, lead);
            active[kept] = set;
            kept += set.Bits != 0 ? 1 : 0;
        }

        return kept;
    }

    private void PutLabels<T>(TileBlock block, int word, int* winner, T* first, long stride)
        where T : unmanaged
    {
        (int row, int column) = Math.DivRem(word, wordsAcross);
        int width = Math.Min(Edge, block.Width - (column * Edge));
        int height = Math.Min(Edge, block.Height - (row * Edge));
        for (int y = 0; y < height; y++)
        {
            T* target = first + (((row * Edge) + y) * stride) + (column * Edge);
            for (int x = 0; x < width; x++)
            {
                int label = winner[(y * Edge) + x] + 1;
                if (sizeof(T) == 1)
                {
                    ((byte*)target)[x] = (byte)label;
                }
                else
                {
                    ((ushort*)target)[x] = (ushort)label;
                }
            }
        }
    }

    private void Put(TileBlock block, int word, float* values, float* first, long stride)
    {
        (int row, int column) = Math.DivRem(word, wordsAcross);
        long bytes = Math.Min(Edge, block.Width - (column * Edge)) * (long)sizeof(float);
        int height = bytes <= 0 ? 0 : Math.Min(Edge, block.Height - (row * Edge));
        for (int y = 0; y < height; y++)
        {
            Buffer.MemoryCopy(values + (y * Edge), first + (((row * Edge) + y) * stride) + (column * Edge), bytes, bytes);
        }
    }
}
