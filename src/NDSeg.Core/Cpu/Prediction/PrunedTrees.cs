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

    private readonly SlicedEnsemble ensemble;
    private readonly int[] result;
    private readonly int[] groupStart;
    private readonly int[] groupSlice;
    private readonly int[] lowCount;
    private readonly int[] highCount;
    private readonly int[] byteSum;
    private readonly double[] constant;
    private readonly double[] error;
    private readonly int[] sumStart;
    private readonly LeafSelection* selections;
    private readonly SelectionWriter writer;
    private readonly ScoreLookUp* low;
    private readonly ScoreLookUp* high;
    private readonly SumTerm* sums;

    public PrunedTrees(SlicedEnsemble ensemble, byte* memory)
    {
        this.ensemble = ensemble;
        int slices = ensemble.Slices.Length;
        int groups = (slices / GroupRows) + 1;
        result = new int[slices];
        groupStart = new int[groups + 1];
        groupSlice = new int[groups + 1];
        lowCount = new int[groups * ensemble.Scores];
        highCount = new int[groups * ensemble.Scores];
        byteSum = new int[ensemble.Scores];
        constant = new double[ensemble.Scores];
        error = new double[ensemble.Scores];
        sumStart = new int[(groups * ensemble.Ensemble.MarginCount) + 1];
        selections = (LeafSelection*)memory;
        writer = new SelectionWriter(ensemble, selections);
        memory += Align((long)ensemble.Splits * sizeof(LeafSelection));
        low = (ScoreLookUp*)memory;
        memory += Align((long)groups * ScoredClasses(ensemble) * GroupRows * sizeof(ScoreLookUp));
        high = (ScoreLookUp*)memory;
        memory += Align((long)groups * ScoredClasses(ensemble) * GroupRows * sizeof(ScoreLookUp));
        sums = (SumTerm*)memory;
    }

    /// <summary>Groups with at least one slice; at least 1.</summary>
    public int Groups { get; private set; }

    /// <summary>Score of every class before the looked-up ones.</summary>
    public int Start(int score) => (int)Math.Round(constant[score]);

    /// <summary>Lead that certifies a winner when exceeded.</summary>
    public int Gap { get; private set; }

    /// <summary>Bytes of unmanaged memory a plan needs.</summary>
    public static long Bytes(SlicedEnsemble ensemble)
    {
        long groups = (ensemble.Slices.Length / GroupRows) + 1;
        return Align((long)ensemble.Splits * sizeof(LeafSelection))
            + (2 * Align(groups * ScoredClasses(ensemble) * GroupRows * sizeof(ScoreLookUp)))
            + Align((long)ensemble.Slices.Length * ensemble.Outputs * sizeof(SumTerm));
    }

    public LeafSelection* Selections(int group) => selections + groupStart[group];

    public ScoreLookUp* Low(int group, int score, out ScoreLookUp* end)
    {
        int list = (group * ensemble.Scores) + score;
        ScoreLookUp* first = low + ((long)list * GroupRows);
        end = first + lowCount[list];
        return first;
    }

    public ScoreLookUp* High(int group, int score, out ScoreLookUp* end)
    {
        int list = (group * ensemble.Scores) + score;
        ScoreLookUp* first = high + ((long)list * GroupRows);
        end = first + highCount[list];
        return first;
    }

    /// <summary>The exact additions of a group to a sum; after <see cref="PrepareSums"/>.</summary>
    public SumTerm* Sums(int group, int sum, out SumTerm* end)
    {
        int list = (group * ensemble.Ensemble.MarginCount) + sum;
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
        writer.Begin(extents, bytesPerPlane);
        ensemble.Start.CopyTo(constant, 0);
        Array.Clear(lowCount);
        Array.Clear(highCount);
        Array.Clear(byteSum);
        Array.Clear(error);
        int erringTree = -1;
        int group = 0;
        int row = 0;
        TreeSlice[] slices = ensemble.Slices;
        for (int s = 0; s < slices.Length; s++)
        {
            ref readonly TreeSlice slice = ref slices[s];
            int first = writer.Count;
            int leaf = writer.Write(slice.Root);
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
                groupStart[group] = first;
                groupSlice[group] = s;
                Array.Clear(byteSum);
                row = 0;
            }

            LeafSelection* last = writer.Last;
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
        groupStart[Groups] = writer.Count;
        groupSlice[Groups] = slices.Length;

        // Two sums, each with its rounded start and its float32 rounding; 1 for the sums of doubles made here.
        double gap = Math.Ceiling((2 * (error.Max() + 0.5 + ensemble.FloatError)) + 1);
        Gap = gap < ushort.MaxValue ? (int)gap : ushort.MaxValue;
    }

    /// <summary>Lists the exact additions of the plan just built.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PrepareSums()
    {
        int count = 0;
        int sumsPerPixel = ensemble.Ensemble.MarginCount;
        bool forest = ensemble.Ensemble.Kind == EnsembleKind.Forest;
        for (int g = 0; g < Groups; g++)
        {
            for (int k = 0; k < sumsPerPixel; k++)
            {
                sumStart[(g * sumsPerPixel) + k] = count;
                for (int s = groupSlice[g]; s < groupSlice[g + 1]; s++)
                {
                    ref readonly TreeSlice slice = ref ensemble.Slices[s];
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

    /// <summary>Classes whose scores are looked up.</summary>
    public static int ScoredClasses(SlicedEnsemble ensemble) => ensemble.HasScores ? ensemble.Scores : 0;

    private static long Align(long bytes) => (bytes + 63) & -64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddConstant(in TreeSlice slice, int leaf)
    {
        int outputs = ensemble.Outputs;
        int first = slice.Target + ensemble.FirstScore;
        long at = ((long)(slice.ScoreRow + leaf)) * outputs;
        for (int o = 0; o < outputs; o++)
        {
            constant[first + o] += ensemble.RowValues[at + o];
        }
    }

    private void AddError(in TreeSlice slice)
    {
        Span<double> target = error.AsSpan(slice.Target + ensemble.FirstScore, ensemble.Outputs);
        foreach (ref double sum in target)
        {
            sum += ensemble.TreeErrors[slice.Tree];
        }
    }

    // Only classes whose scores differ between the leaves left need a look-up; others add the same score everywhere.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddScores(in TreeSlice slice, int group, int row)
    {
        int outputs = ensemble.Outputs;
        int first = slice.Target + ensemble.FirstScore;
        row |= ((slice.Leaves + 15) / 16) << 1;
        byte* scores = ensemble.Rows + ((long)slice.ScoreRow * ensemble.RowBytes * 2);
        for (int block = 0; block < outputs; block += 16)
        {
            Vector128<byte> least = Vector128<byte>.AllBitsSet, most = default, leastHigh = least, mostHigh = default;
            for (ulong left = writer.Leaves; left != 0; left &= left - 1)
            {
                byte* leaf = scores + ((long)BitOperations.TrailingZeroCount(left) * ensemble.RowBytes * 2) + block;
                Vector128<byte> lowBytes = Vector128.Load(leaf);
                Vector128<byte> highBytes = Vector128.Load(leaf + ensemble.RowBytes);
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
                int list = (group * ensemble.Scores) + k;
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
}
