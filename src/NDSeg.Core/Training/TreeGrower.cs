namespace NDSeg.Training;

/// <summary>
/// Grows classification trees (CART, Breiman et al. 1984, with Gini impurity) on bootstraps of one table; the working
/// memory of one worker.
/// </summary>
/// <remarks>
/// <para>
/// A node's samples are brought into the order of a map by setting one bit per sample, at the sample's place in the order
/// that was made once for the whole table, and reading the bits from the lowest up: no comparison, no sort. A second bit
/// set says which words of the first are not empty, so that small nodes of large tables skip what they do not use.
/// </para>
/// <para>
/// With L and R the class weights left and right of a cut, T = L + R, and W their sums, the best cut has the greatest
/// sum(L^2) / W_L + sum(R^2) / W_R. sum(L^2) and sum(T L) grow by one term per sample, and sum(R^2) = sum(T^2) - 2 sum(T L)
/// + sum(L^2). Cuts are compared without dividing.
/// </para>
/// </remarks>
internal sealed unsafe partial class TreeGrower
{
    private const int NoCut = -1;

    private readonly SortedMaps maps;
    private readonly int[] targets;
    private readonly float[] weights;
    private readonly int classCount;
    private readonly ModelParameters parameters;
    private readonly int candidates;
    private readonly CancellationToken cancellation;

    private readonly int[] samples;
    private readonly int[] moved;
    private readonly int[] copies;
    private readonly WeightedClass[] weighted;
    private readonly ulong[] present;
    private readonly ulong[] presentWords;
    private readonly int[] mapOrder;
    private readonly double[] left;
    private readonly double[] total;
    private readonly Stack<Work> pending = new();

    private readonly TreeDraft draft;

    public TreeGrower(SortedMaps maps, int[] targets, float[] weights, int classCount, ModelParameters parameters, CancellationToken cancellation)
    {
        this.maps = maps;
        this.targets = targets;
        this.weights = weights;
        this.classCount = classCount;
        this.parameters = parameters;
        this.cancellation = cancellation;
        candidates = parameters.MaxFeatures > 0
            ? Math.Min(parameters.MaxFeatures, maps.MapCount)
            : Math.Max(1, (int)Math.Sqrt(maps.MapCount));
        int n = maps.SampleCount;
        int words = (n + 63) / 64;
        samples = new int[n];
        moved = new int[n];
        copies = new int[n];
        weighted = new WeightedClass[n];
        present = new ulong[words];
        presentWords = new ulong[(words + 63) / 64];
        mapOrder = new int[maps.MapCount];
        left = new double[classCount];
        total = new double[classCount];
        draft = new TreeDraft(classCount);
    }

    /// <summary>Grows one tree.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GrownTree Grow(int tree)
    {
        var random = new Xoshiro256(parameters.Seed, tree);
        ulong[] inBag = Bootstrap(random, out int count);
        for (int f = 0; f < mapOrder.Length; f++)
        {
            mapOrder[f] = f;
        }

        draft.Clear();
        var decrease = new double[maps.MapCount];
        pending.Clear();
        pending.Push(new Work(0, count, 0, NoCut));
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
            if (cut.Map == NoCut)
            {
                draft.AddLeaf(total, weight);
                continue;
            }

            double squares = SumOfSquares(total);
            int middle = Partition(cut, work.Start, work.End);
            decrease[cut.Map] += Math.Max(0, cut.Score - (squares / weight));
            draft.AddTest(cut.Map, Threshold(cut));
            pending.Push(new Work(middle, work.End, work.Depth + 1, node));
            pending.Push(new Work(work.Start, middle, work.Depth + 1, NoCut));
        }

        Normalize(decrease);
        return new GrownTree(draft.ToTree(), decrease, inBag);
    }

    /// <summary>Divides by the sum, unless that is 0.</summary>
    internal static void Normalize(Span<double> shares)
    {
        double sum = 0;
        foreach (double share in shares)
        {
            sum += share;
        }

        for (int i = 0; i < shares.Length && sum > 0; i++)
        {
            shares[i] /= sum;
        }
    }

    /// <summary>The float32 threshold t with low &lt;= t &lt; high nearest to the middle of two different values.</summary>
    internal static float Midpoint(float low, float high)
    {
        float middle = (float)(((double)low + high) * 0.5);
        return middle < high ? middle : low;
    }

    // N draws with replacement; a sample drawn m times counts once, with m times its weight.
    private ulong[] Bootstrap(Xoshiro256 random, out int count)
    {
        int n = maps.SampleCount;
        Array.Clear(copies);
        for (int draw = 0; draw < n; draw++)
        {
            copies[random.Next(n)]++;
        }

        var inBag = new ulong[present.Length];
        count = 0;
        for (int i = 0; i < n; i++)
        {
            if (copies[i] > 0)
            {
                samples[count++] = i;
                weighted[i] = new WeightedClass((double)weights[i] * copies[i], targets[i]);
                inBag[i >> 6] |= 1UL << (i & 63);
            }
        }

        return inBag;
    }

    private double SumClasses(int start, int end, out bool pure)
    {
        Array.Clear(total);
        int first = weighted[samples[start]].Class;
        pure = true;
        double sum = 0;
        for (int i = start; i < end; i++)
        {
            ref WeightedClass sample = ref weighted[samples[i]];
            total[sample.Class] += sample.Weight;
            sum += sample.Weight;
            pure &= sample.Class == first;
        }

        return sum;
    }

    internal static double SumOfSquares(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum;
    }

    // Draws maps without replacement. Constant ones count as drawn, but the search goes on until one is not constant.
    private Cut FindCut(Xoshiro256 random, int start, int end, double weight)
    {
        double squares = SumOfSquares(total);
        Cut best = Cut.None;
        bool varies = false;
        for (int drawn = 0; drawn < mapOrder.Length && (drawn < candidates || !varies); drawn++)
        {
            cancellation.ThrowIfCancellationRequested();
            int other = drawn + random.Next(mapOrder.Length - drawn);
            int map = mapOrder[other];
            mapOrder[other] = mapOrder[drawn];
            mapOrder[drawn] = map;
            MarkPresent(maps.Places[map], start, end);
            varies |= ScanCuts(map, end - start, weight, squares, ref best);
        }

        return best;
    }

    // Stable, so that samples stay in ascending order and memory is read forwards.
    private int Partition(Cut cut, int start, int end)
    {
        int[] places = maps.Places[cut.Map];
        int toLeft = start;
        int toRight = 0;
        for (int i = start; i < end; i++)
        {
            int sample = samples[i];
            bool goesLeft = places[sample] <= cut.Place;
            samples[toLeft] = sample;
            moved[toRight] = sample;
            toLeft += goesLeft ? 1 : 0;
            toRight += goesLeft ? 0 : 1;
        }

        Array.Copy(moved, 0, samples, toLeft, toRight);
        return toLeft;
    }

    private float Threshold(Cut cut)
    {
        float[] values = maps.Values[cut.Map];
        return Midpoint(values[cut.Place], values[cut.NextPlace]);
    }

    private readonly record struct WeightedClass(double Weight, int Class);

    private readonly record struct Work(int Start, int End, int Depth, int Parent);

    // Place and NextPlace: where the last sample on the left and the first on the right stand in the order of the map.
    private readonly record struct Cut(int Map, int Place, int NextPlace, double Score)
    {
        public static Cut None { get; } = new(NoCut, NoCut, NoCut, -1);
    }
}
