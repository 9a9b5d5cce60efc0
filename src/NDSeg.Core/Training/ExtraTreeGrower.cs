using System.Runtime.CompilerServices;

namespace NDSeg.Training;

/// <summary>
/// Grows extremely randomised trees (Geurts, Ernst and Wehenkel 2006) on all samples of a table, or on those outside one fold;
/// the working memory of one worker.
/// </summary>
/// <remarks>
/// A node draws candidate maps without replacement. Maps that are constant over the node's samples count as drawn, but the
/// search goes on until one is not constant. Each of the others gets one threshold, uniform from its smallest value (inclusive)
/// to its greatest (exclusive), and the greatest sum(L^2) / W_L + sum(R^2) / W_R wins, where L and R are the class weights left
/// and right and W their sums: the least Gini impurity. The first of equals wins.
/// </remarks>
internal sealed class ExtraTreeGrower
{
    private const int NoMap = -1;

    // Streams of random numbers that no bootstrapped tree of the same seed uses.
    private const long FirstStream = 1L << 32;

    private readonly TableColumns table;
    private readonly int[] targets;
    private readonly float[] weights;
    private readonly ModelParameters parameters;
    private readonly int candidates;
    private readonly CancellationToken cancellation;

    private readonly int[] samples;
    private readonly int[] moved;
    private readonly int[] classes;
    private readonly double[] sampleWeights;
    private readonly float[] values;
    private readonly int[] mapOrder;
    private readonly double[] left;
    private readonly double[] total;
    private readonly Stack<Work> pending = new();
    private readonly TreeDraft draft;

    public ExtraTreeGrower(TableColumns table, int[] targets, float[] weights, int classCount, ModelParameters parameters, CancellationToken cancellation)
    {
        this.table = table;
        this.targets = targets;
        this.weights = weights;
        this.parameters = parameters;
        this.cancellation = cancellation;
        candidates = parameters.MaxFeatures > 0
            ? Math.Min(parameters.MaxFeatures, table.MapCount)
            : Math.Max(1, (int)Math.Sqrt(table.MapCount));
        int n = table.SampleCount;
        samples = new int[n];
        moved = new int[n];
        classes = new int[n];
        sampleWeights = new double[n];
        values = new float[n];
        mapOrder = new int[table.MapCount];
        left = new double[classCount];
        total = new double[classCount];
        draft = new TreeDraft(classCount);
    }

    /// <summary>Grows one tree.</summary>
    /// <param name="tree">Its number: it decides the random numbers.</param>
    /// <param name="folds">For every sample its fold; null when the tree sees all samples.</param>
    /// <param name="heldOut">The fold the tree must not see.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GrownTree Grow(int tree, byte[]? folds = null, int heldOut = 0)
    {
        var random = new Xoshiro256(parameters.Seed, FirstStream + tree);
        ulong[] seen = Choose(folds, heldOut, out int count);
        for (int f = 0; f < mapOrder.Length; f++)
        {
            mapOrder[f] = f;
        }

        draft.Clear();
        var decrease = new double[mapOrder.Length];
        pending.Clear();
        pending.Push(new Work(0, count, 0, NoMap));
        while (pending.TryPop(out Work work))
        {
            cancellation.ThrowIfCancellationRequested();
            int node = draft.Next;
            if (work.Parent >= 0)
            {
                draft.BeginRight(work.Parent);
            }

            double weight = SumClasses(work.Start, work.End, out bool pure);
            Cut cut = pure || work.Depth == parameters.MaxDepth || work.End - work.Start < 2L * parameters.MinLeafSize
                ? Cut.None
                : FindCut(random, work.Start, work.End, weight);
            if (cut.Map == NoMap)
            {
                draft.AddLeaf(total, weight);
                continue;
            }

            decrease[cut.Map] += Math.Max(0, cut.Score - (TreeGrower.SumOfSquares(total) / weight));
            int middle = Partition(cut, work.Start, work.End);
            draft.AddTest(cut.Map, cut.Threshold);
            pending.Push(new Work(middle, work.End, work.Depth + 1, node));
            pending.Push(new Work(work.Start, middle, work.Depth + 1, NoMap));
        }

        TreeGrower.Normalize(decrease);
        return new GrownTree(draft.ToTree(), decrease, seen);
    }

    /// <summary>A float32 threshold t with low &lt;= t &lt; high, a share of the way from low to high.</summary>
    internal static float Between(float low, float high, double share)
    {
        float threshold = (float)(low + (share * ((double)high - low)));
        return threshold < high ? threshold : low;
    }

    private ulong[] Choose(byte[]? folds, int heldOut, out int count)
    {
        var seen = new ulong[(samples.Length + 63) / 64];
        count = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            if (folds is null || folds[i] != heldOut)
            {
                samples[count++] = i;
                seen[i >> 6] |= 1UL << (i & 63);
            }
        }

        return seen;
    }

    // Lines up the node's classes and weights as well, so that candidates read them in sequence.
    private double SumClasses(int start, int end, out bool pure)
    {
        Array.Clear(total);
        int first = targets[samples[start]];
        pure = true;
        double sum = 0;
        for (int i = start; i < end; i++)
        {
            int sample = samples[i];
            int c = targets[sample];
            double w = weights[sample];
            classes[i - start] = c;
            sampleWeights[i - start] = w;
            total[c] += w;
            sum += w;
            pure &= c == first;
        }

        return sum;
    }

    private Cut FindCut(Xoshiro256 random, int start, int end, double weight)
    {
        Cut best = Cut.None;
        bool varies = false;
        for (int drawn = 0; drawn < mapOrder.Length && (drawn < candidates || !varies); drawn++)
        {
            cancellation.ThrowIfCancellationRequested();
            int other = drawn + random.Next(mapOrder.Length - drawn);
            int map = mapOrder[other];
            mapOrder[other] = mapOrder[drawn];
            mapOrder[drawn] = map;
            (float low, float high) = Extent(table.Values[map], start, end);
            if (!(low < high))
            {
                continue;
            }

            varies = true;
            float threshold = Between(low, high, random.NextDouble());
            Try(map, threshold, end - start, weight, ref best);
        }

        return best;
    }

    // Gathers the node's values of a map on the way.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (float Low, float High) Extent(float[] column, int start, int end)
    {
        ReadOnlySpan<int> node = samples.AsSpan(start, end - start);
        Span<float> gathered = values.AsSpan(0, node.Length);
        float low = float.PositiveInfinity;
        float high = float.NegativeInfinity;
        for (int i = 0; i < node.Length; i++)
        {
            float value = column[node[i]];
            gathered[i] = value;
            low = value < low ? value : low;
            high = value > high ? value : high;
        }

        return (low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Try(int map, float threshold, int count, double weight, ref Cut best)
    {
        Array.Clear(left);
        ReadOnlySpan<float> value = values.AsSpan(0, count);
        ReadOnlySpan<int> target = classes.AsSpan(0, count);
        ReadOnlySpan<double> one = sampleWeights.AsSpan(0, count);
        int leftCount = 0;
        for (int i = 0; i < count; i++)
        {
            bool goesLeft = value[i] <= threshold;
            left[target[i]] += goesLeft ? one[i] : 0;
            leftCount += goesLeft ? 1 : 0;
        }

        if (leftCount < parameters.MinLeafSize || count - leftCount < parameters.MinLeafSize)
        {
            return;
        }

        double leftWeight = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        for (int c = 0; c < left.Length; c++)
        {
            double right = total[c] - left[c];
            leftWeight += left[c];
            leftSquares += left[c] * left[c];
            rightSquares += right * right;
        }

        double rightWeight = weight - leftWeight;
        if (leftWeight > 0 && rightWeight > 0)
        {
            double score = (leftSquares / leftWeight) + (rightSquares / rightWeight);
            best = score > best.Score ? new Cut(map, threshold, score) : best;
        }
    }

    // Stable, so that samples stay in ascending order and memory is read forwards.
    private int Partition(Cut cut, int start, int end)
    {
        float[] column = table.Values[cut.Map];
        int toLeft = start;
        int toRight = 0;
        for (int i = start; i < end; i++)
        {
            int sample = samples[i];
            bool goesLeft = column[sample] <= cut.Threshold;
            samples[toLeft] = sample;
            moved[toRight] = sample;
            toLeft += goesLeft ? 1 : 0;
            toRight += goesLeft ? 0 : 1;
        }

        Array.Copy(moved, 0, samples, toLeft, toRight);
        return toLeft;
    }

    private readonly record struct Work(int Start, int End, int Depth, int Parent);

    private readonly record struct Cut(int Map, float Threshold, double Score)
    {
        public static Cut None { get; } = new(NoMap, 0, -1);
    }
}
