using NDSeg.Cpu.Memory;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>The distinct thresholds of every map of an ensemble, ascending, for the test x &lt; t.</summary>
internal sealed unsafe class MapThresholds
{
    private readonly AlignedMemory memory;
    private readonly float[][] thresholds;

    public MapThresholds(TreeEnsemble ensemble)
    {
        Kind = ensemble.Kind;
        var lists = new List<float>[ensemble.FeatureCount];
        foreach (DecisionTree tree in ensemble.Trees)
        {
            for (int n = 0; n < tree.NodeCount; n++)
            {
                if (tree.Feature[n] >= 0)
                {
                    (lists[tree.Feature[n]] ??= []).Add(Exclusive(tree.Threshold[n]));
                }
            }
        }

        thresholds = [.. lists.Select(l => l is null ? [] : (float[])[.. l.Distinct().Order()])];
        Maps = [.. Enumerable.Range(0, Count).Where(f => thresholds[f].Length > 0)];
        Start = new int[Count + 1];
        for (int f = 0; f < Count; f++)
        {
            Start[f + 1] = Start[f] + thresholds[f].Length;
            Most = Math.Max(Most, thresholds[f].Length);
            PlaneCount += (thresholds[f].Length + 254) / 255;
        }

        memory = new AlignedMemory(((long)Start[^1] + 16) * sizeof(float));
        Values = (float*)memory.Pointer;
        for (int f = 0; f < Count; f++)
        {
            thresholds[f].CopyTo(new Span<float>(Values + Start[f], thresholds[f].Length));
        }
    }

    /// <summary>Decides how a value equal to a threshold goes.</summary>
    public EnsembleKind Kind { get; }

    /// <summary>Number of maps F.</summary>
    public int Count => thresholds.Length;

    /// <summary>Maps that are tested.</summary>
    public int[] Maps { get; }

    /// <summary>Thresholds of the first map, then of the next.</summary>
    public float* Values { get; }

    /// <summary>First threshold of every map; length F + 1.</summary>
    public int[] Start { get; }

    /// <summary>Thresholds of the map that has most.</summary>
    public int Most { get; }

    /// <summary>Planes of 255 thresholds that all maps need at most.</summary>
    public long PlaneCount { get; }

    /// <summary>The place of a test's threshold among those of its map.</summary>
    public int RankOf(int map, float threshold) => Array.BinarySearch(thresholds[map], Exclusive(threshold));

    // The forest's test x <= t is, for every number x, the test x < t' with the next number t'.
    private float Exclusive(float threshold) => Kind == EnsembleKind.Forest ? MathF.BitIncrement(threshold) : threshold;
}
