using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// The operations one tile needs: the trees without the tests that the tile's extents already decide. Slices are taken in tree
/// order; those that remain open are given rows of leaf numbers, 64 to a group, and a group is evaluated at a time, so that its
/// rows stay in the first-level cache.
/// </summary>
internal sealed unsafe class PrunedTrees
{
    /// <summary>Rows per group.</summary>
    public const int GroupRows = 64;

    /// <summary>With more classes than this no scores are looked up: the exact sums are taken at once.</summary>
    public const int MaxScores = 64;

    /// <summary>Bytes of rows: those of a group, then those that hold intermediate results of one slice.</summary>
    public const int RowsBytes = (GroupRows + MaxPending) * PredictionKernels.Chunk;

    // A pending result has a sibling with two leaves or more: 64 leaves give fewer than this many at once.
    private const int MaxPending = 40;
    private const int Accumulator = -1;

    private readonly SlicedEnsemble program;
    private readonly int[] result;
    private readonly int[] groupOp;
    private readonly int[] groupSlice;
    private readonly int[] lowCount;
    private readonly int[] highCount;
    private readonly int[] byteSum;
    private readonly double[] constant;
    private readonly double[] error;
    private readonly int[] sumStart;
    private readonly LeafSelection* ops;
    private readonly ScoreLookUp* low;
    private readonly ScoreLookUp* high;
    private readonly SumTerm* sums;
    private OpenThresholds* windows;
    private long planeBytes;
    private int opCount;
    private ulong leaves;

    public PrunedTrees(SlicedEnsemble program, byte* memory)
    {
        this.program = program;
        int slices = program.Slices.Length;
        int groups = (slices / GroupRows) + 1;
        result = new int[slices];
        groupOp = new int[groups + 1];
        groupSlice = new int[groups + 1];
        lowCount = new int[groups * program.Scores];
        highCount = new int[groups * program.Scores];
        byteSum = new int[program.Scores];
        constant = new double[program.Scores];
        error = new double[program.Scores];
        sumStart = new int[(groups * program.Ensemble.MarginCount) + 1];
        ops = (LeafSelection*)memory;
        memory += Align((long)program.Splits * sizeof(LeafSelection));
        low = (ScoreLookUp*)memory;
        memory += Align((long)groups * ScoredClasses(program) * GroupRows * sizeof(ScoreLookUp));
        high = (ScoreLookUp*)memory;
        memory += Align((long)groups * ScoredClasses(program) * GroupRows * sizeof(ScoreLookUp));
        sums = (SumTerm*)memory;
    }

    /// <summary>Groups with at least one slice; at least 1.</summary>
    public int Groups { get; private set; }

    /// <summary>Score of every class before the looked-up ones.</summary>
    public int Start(int score) => (int)Math.Round(constant[score]);

    /// <summary>Lead that certifies a winner when exceeded.</summary>
    public int Gap { get; private set; }

    /// <summary>Bytes of unmanaged memory a plan needs.</summary>
    public static long Bytes(SlicedEnsemble program)
    {
        long groups = (program.Slices.Length / GroupRows) + 1;
        return Align((long)program.Splits * sizeof(LeafSelection))
            + (2 * Align(groups * ScoredClasses(program) * GroupRows * sizeof(ScoreLookUp)))
            + Align((long)program.Slices.Length * program.Outputs * sizeof(SumTerm));
    }

    public LeafSelection* Ops(int group) => ops + groupOp[group];

    public ScoreLookUp* Low(int group, int score, out ScoreLookUp* end)
    {
        int list = (group * program.Scores) + score;
        ScoreLookUp* first = low + ((long)list * GroupRows);
        end = first + lowCount[list];
        return first;
    }

    public ScoreLookUp* High(int group, int score, out ScoreLookUp* end)
    {
        int list = (group * program.Scores) + score;
        ScoreLookUp* first = high + ((long)list * GroupRows);
        end = first + highCount[list];
        return first;
    }

    /// <summary>The exact additions of a group to a sum; after <see cref="PrepareSums"/>.</summary>
    public SumTerm* Sums(int group, int sum, out SumTerm* end)
    {
        int list = (group * program.Ensemble.MarginCount) + sum;
        end = sums + sumStart[list + 1];
        return sums + sumStart[list];
    }

    /// <summary>Prunes the trees.</summary>
    /// <param name="extents">What every map leaves open.</param>
    /// <param name="bytesPerPlane">Bytes from a plane of ranks to the next of the same map.</param>
    /// <param name="withScores">Whether look-ups of scores are wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Build(OpenThresholds* extents, long bytesPerPlane, bool withScores)
    {
        windows = extents;
        planeBytes = bytesPerPlane;
        opCount = 0;
        program.Start.CopyTo(constant, 0);
        Array.Clear(lowCount);
        Array.Clear(highCount);
        Array.Clear(byteSum);
        Array.Clear(error);
        int erringTree = -1;
        int group = 0;
        int row = 0;
        TreeSlice[] slices = program.Slices;
        for (int s = 0; s < slices.Length; s++)
        {
            ref readonly TreeSlice slice = ref slices[s];
            leaves = 0;
            int firstOp = opCount;
            int leaf = Emit(slice.Root, 0);
            if (leaf >= 0)
            {
                result[s] = leaf;
                if (withScores)
                {
                    AddConstant(slice, leaf);
                }

                continue;
            }

            if (row == GroupRows)
            {
                group++;
                groupOp[group] = firstOp;
                groupSlice[group] = s;
                Array.Clear(byteSum);
                row = 0;
            }

            LeafSelection* last = ops + opCount - 1;
            last->Kind |= LeafSelection.Store;
            last->Target = row * PredictionKernels.Chunk;
            result[s] = ~last->Target;
            row++;
            if (withScores)
            {
                if (slice.Tree != erringTree)
                {
                    erringTree = slice.Tree;
                    AddError(slice);
                }

                AddScores(slice, group, last->Target);
            }
        }

        Groups = group + 1;
        groupOp[Groups] = opCount;
        groupSlice[Groups] = slices.Length;

        // Two sums, each with its rounded start and its float32 rounding; 1 for the sums of doubles made here.
        double gap = Math.Ceiling((2 * (error.Max() + 0.5 + program.FloatError)) + 1);
        Gap = gap < ushort.MaxValue ? (int)gap : ushort.MaxValue;
    }

    /// <summary>Lists the exact additions of the plan just built.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PrepareSums()
    {
        int count = 0;
        int sumsPerPixel = program.Ensemble.MarginCount;
        bool forest = program.Ensemble.Kind == EnsembleKind.Forest;
        for (int g = 0; g < Groups; g++)
        {
            for (int k = 0; k < sumsPerPixel; k++)
            {
                sumStart[(g * sumsPerPixel) + k] = count;
                for (int s = groupSlice[g]; s < groupSlice[g + 1]; s++)
                {
                    ref readonly TreeSlice slice = ref program.Slices[s];
                    if (!forest && slice.Target != k)
                    {
                        continue;
                    }

                    int values = slice.ValueTable + ((forest ? k : 0) * slice.ValueCount);
                    sums[count++] = result[s] < 0 ? new SumTerm(~result[s], values, slice.ValueCount) : new SumTerm(-1, values + result[s], 0);
                }
            }
        }

        sumStart[Groups * sumsPerPixel] = count;
    }

    private static int ScoredClasses(SlicedEnsemble program) => program.Scores <= MaxScores ? program.Scores : 0;

    private static long Align(long bytes) => (bytes + 63) & -64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddConstant(in TreeSlice slice, int leaf)
    {
        int outputs = program.Outputs;
        int first = slice.Target + program.FirstScore;
        long at = ((long)(slice.ScoreRow + leaf)) * outputs;
        for (int o = 0; o < outputs; o++)
        {
            constant[first + o] += program.RowValues[at + o];
        }
    }

    private void AddError(in TreeSlice slice)
    {
        Span<double> target = error.AsSpan(slice.Target + program.FirstScore, program.Outputs);
        foreach (ref double sum in target)
        {
            sum += program.TreeErrors[slice.Tree];
        }
    }

    // Only classes whose scores differ between the leaves left need a look-up; others add the same score everywhere.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddScores(in TreeSlice slice, int group, int row)
    {
        int outputs = program.Outputs;
        int first = slice.Target + program.FirstScore;
        row |= ((slice.Leaves + 15) / 16) << 1;
        byte* scores = program.Rows + ((long)slice.ScoreRow * program.RowBytes * 2);
        for (int block = 0; block < outputs; block += 16)
        {
            Vector128<byte> least = Vector128<byte>.AllBitsSet, most = default, leastHigh = least, mostHigh = default;
            for (ulong left = leaves; left != 0; left &= left - 1)
            {
                byte* leaf = scores + ((long)BitOperations.TrailingZeroCount(left) * program.RowBytes * 2) + block;
                Vector128<byte> lowBytes = Vector128.Load(leaf);
                Vector128<byte> highBytes = Vector128.Load(leaf + program.RowBytes);
                least = Vector128.Min(least, lowBytes);
                most = Vector128.Max(most, lowBytes);
                leastHigh = Vector128.Min(leastHigh, highBytes);
                mostHigh = Vector128.Max(mostHigh, highBytes);
            }

            int end = Math.Min(16, outputs - block);
            for (int i = 0; i < end; i++)
            {
                int o = block + i;
                int k = first + o;
                int list = (group * program.Scores) + k;
                int greatest = most[i];
                if (least[i] == greatest)
                {
                    constant[k] += greatest;
                }
                else
                {
                    int flush = 0;
                    byteSum[k] += greatest;
                    if (byteSum[k] > byte.MaxValue)
                    {
                        flush = ScoreLookUp.Flush;
                        byteSum[k] = greatest;
                    }

                    low[((long)list * GroupRows) + lowCount[list]++] = new ScoreLookUp(row | flush, slice.ScoreTable + o);
                }

                if (leastHigh[i] == mostHigh[i])
                {
                    constant[k] += mostHigh[i] << 8;
                }
                else
                {
                    high[((long)list * GroupRows) + highCount[list]++] = new ScoreLookUp(row, slice.ScoreTable + outputs + o);
                }
            }
        }
    }

    // Appends the ops of a subtree and returns its leaf when the tile decides it, else Accumulator.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Emit(int root, int pending)
    {
        RankedNode* node = program.Nodes + root;
        while (true)
        {
            if (node->Feature < 0)
            {
                return node->Rank;
            }

            OpenThresholds* window = windows + node->Feature;
            uint open = (uint)(node->Rank - window->Low);
            if (open < (uint)window->Span)
            {
                break;
            }

            node = (int)open < 0 ? program.Nodes + node->Right : node + 1;
        }

        int left = Emit((int)(node - program.Nodes) + 1, pending);
        int lastOfLeft = opCount - 1;
        int right = Emit(node->Right, left < 0 ? pending + 1 : pending);
        if (left == right && left >= 0)
        {
            return left;
        }

        LeafSelection* op = ops + opCount++;
        OpenThresholds* map = windows + node->Feature;
        int threshold = node->Rank - map->Origin;
        int plane = threshold / 255;
        op->Plane = map->Plane + (int)(plane * planeBytes);
        op->Threshold = (sbyte)(threshold - (plane * 255) - 128);
        if (left >= 0)
        {
            leaves |= 1UL << left;
            op->Left = (byte)left;
        }

        if (right >= 0)
        {
            leaves |= 1UL << right;
            op->Right = (byte)right;
        }

        if (left < 0 && right < 0)
        {
            op->Kind = LeafSelection.RowAccumulator;
            op->Source = (GroupRows + pending) * PredictionKernels.Chunk;
            LeafSelection* stored = ops + lastOfLeft;
            stored->Kind |= LeafSelection.Store;
            stored->Target = op->Source;
        }
        else
        {
            op->Kind = left >= 0 && right >= 0 ? LeafSelection.LeafLeaf : left >= 0 ? LeafSelection.LeafAccumulator : LeafSelection.AccumulatorLeaf;
        }

        return Accumulator;
    }
}
