using NDSeg.Cpu.Memory;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// Scalar evaluator: eight pixels walk a tree side by side, so that their loads overlap. Serves processors without vectors.
/// </summary>
internal sealed unsafe class WalkEvaluator
{
    private const int Block = 64;
    private const int Lanes = 8;
    private readonly TreeEnsemble ensemble;
    private readonly FlatTrees program;
    private readonly int sums;

    public WalkEvaluator(TreeEnsemble ensemble)
    {
        this.ensemble = ensemble;
        program = new FlatTrees(ensemble);
        sums = ensemble.MarginCount;
    }

    /// <summary>Row pointers, then the sums of a block, class by class.</summary>
    public long ScratchBytes => ((long)ensemble.FeatureCount * sizeof(float*)) + ((long)sums * Block * sizeof(float)) + 64;

    public void Labels<T>(in RowPlanes tile, byte* scratch, T* labels, long labelStride)
        where T : unmanaged
    {
        var rows = (float**)scratch;
        float* block = BlockSums(scratch);
        for (int y = 0; y < tile.Height; y++)
        {
            PointToRow(tile, y, rows);
            for (int x = 0; x < tile.Width; x += Block)
            {
                int count = Math.Min(Block, tile.Width - x);
                SumBlock(rows, x, count, block);
                for (int i = 0; i < count; i++)
                {
                    int label = Winner(block + i) + 1;
                    if (sizeof(T) == 1)
                    {
                        ((byte*)labels)[(y * labelStride) + x + i] = (byte)label;
                    }
                    else
                    {
                        ((ushort*)labels)[(y * labelStride) + x + i] = (ushort)label;
                    }
                }
            }
        }
    }

    public void Probabilities(in RowPlanes tile, byte* scratch, float* probabilities, long planeStride, long rowStride)
    {
        var rows = (float**)scratch;
        float* block = BlockSums(scratch);
        var pixelSums = new float[sums];
        var shares = new float[ensemble.ClassCount];
        for (int y = 0; y < tile.Height; y++)
        {
            PointToRow(tile, y, rows);
            for (int x = 0; x < tile.Width; x += Block)
            {
                int count = Math.Min(Block, tile.Width - x);
                SumBlock(rows, x, count, block);
                for (int i = 0; i < count; i++)
                {
                    for (int k = 0; k < sums; k++)
                    {
                        pixelSums[k] = block[(k * Block) + i];
                    }

                    ClassProbability.FromSums(ensemble, pixelSums, shares);
                    for (int k = 0; k < shares.Length; k++)
                    {
                        probabilities[(k * planeStride) + (y * rowStride) + x + i] = shares[k];
                    }
                }
            }
        }
    }

    private float* BlockSums(byte* scratch) => (float*)(scratch + (((long)ensemble.FeatureCount * sizeof(float*)) + 63) / 64 * 64);

    private void PointToRow(in RowPlanes tile, int y, float** rows)
    {
        for (int f = 0; f < ensemble.FeatureCount; f++)
        {
            rows[f] = tile.PlaneIndex(f) < 0 ? null : tile.Row(f, y);
        }
    }

    private int Winner(float* pixel)
    {
        if (sums == 1)
        {
            return pixel[0] > 0 ? 1 : 0;
        }

        int winner = 0;
        for (int k = 1; k < sums; k++)
        {
            winner = pixel[k * Block] > pixel[winner * Block] ? k : winner;
        }

        return winner;
    }

    private void SumBlock(float** rows, int x, int count, float* block)
    {
        for (int k = 0; k < sums; k++)
        {
            new Span<float>(block + (k * Block), Block).Fill(ensemble.Kind == EnsembleKind.Booster ? ensemble.BaseMargins[k] : 0f);
        }

        fixed (FlatNode* nodes = program.Nodes)
        {
            for (int t = 0; t < program.Roots.Length; t++)
            {
                DecisionTree tree = ensemble.Trees[t];
                fixed (float* values = tree.LeafValues)
                {
                    if (program.Depths[t] == 0)
                    {
                        AddToAll(tree, values, count, block);
                        continue;
                    }

                    for (int i = 0; i < count; i += Lanes)
                    {
                        WalkLanes(rows, x + i, Math.Min(Lanes, count - i), nodes, program.Roots[t], program.Depths[t], tree, values, block + i);
                    }
                }
            }
        }
    }

    private static void AddToAll(DecisionTree tree, float* values, int count, float* block)
    {
        for (int k = 0; k < tree.Outputs; k++)
        {
            float* sum = block + ((tree.Target + k) * Block);
            for (int i = 0; i < count; i++)
            {
                sum[i] += values[k];
            }
        }
    }

    private void WalkLanes(float** rows, int x, int count, FlatNode* nodes, int root, int depth, DecisionTree tree, float* values, float* block)
    {
        int* at = stackalloc int[Lanes];
        int* column = stackalloc int[Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            at[i] = root;
            column[i] = x + Math.Min(i, count - 1);
        }

        if (ensemble.Kind == EnsembleKind.Forest)
        {
            for (int step = 0; step < depth; step++)
            {
                for (int i = 0; i < Lanes; i++)
                {
                    FlatNode* node = nodes + at[i];
                    at[i] = node->Left + (rows[node->Feature][column[i]] <= node->Threshold ? 0 : 1);
                }
            }
        }
        else
        {
            for (int step = 0; step < depth; step++)
            {
                for (int i = 0; i < Lanes; i++)
                {
                    FlatNode* node = nodes + at[i];
                    at[i] = node->Left + (rows[node->Feature][column[i]] < node->Threshold ? 0 : 1);
                }
            }
        }

        for (int i = 0; i < count; i++)
        {
            float* leaf = values + ((long)nodes[at[i]].Leaf * tree.Outputs);
            for (int k = 0; k < tree.Outputs; k++)
            {
                block[((tree.Target + k) * Block) + i] += leaf[k];
            }
        }
    }
}
