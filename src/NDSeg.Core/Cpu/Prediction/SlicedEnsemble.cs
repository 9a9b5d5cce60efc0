using NDSeg.Cpu.Memory;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// An ensemble as the vectorised evaluators use it: thresholds by map, slices of trees, and per leaf two kinds of values:
/// the exact float32 ones, and integer scores that approximate them. Scores decide most pixels: with unit u, every sum of leaf
/// values lies within a known distance of u times the sum of scores (plus a constant), so that a pixel whose best score leads by
/// more than the distances of two classes has its winner certified. With many classes there are no scores.
/// </summary>
internal sealed unsafe class SlicedEnsemble
{
    // Forest scores stay within 7 bits, so that at least two trees add up in a byte.
    private const double ForestUnit = 1.0 / 127;

    // Room below 65,536 for the rounding of every tree.
    private const double ScoreRange = 60000;

    // Look-up tables grow with slices x outputs x 64; beyond this many floats walking is the lesser evil.
    private const long MaxTableValues = 1L << 28;

    // Offsets of ranks are 32-bit: 16 bytes a threshold.
    private const int MaxNodes = 1 << 26;

    // Every tree may round its score by half a step, which must not eat up the score range.
    private const int MaxTrees = 20000;

    private readonly AlignedMemory tables;
    private readonly AlignedMemory rows;
    private readonly AlignedMemory values;
    private readonly AlignedMemory nodes;

    private SlicedEnsemble(TreeEnsemble ensemble, MapThresholds thresholds, TreeSlicer slicer)
    {
        Ensemble = ensemble;
        Outputs = ensemble.Kind == EnsembleKind.Forest ? ensemble.ClassCount : 1;
        RowBytes = (Outputs + 15) / 16 * 16;
        FirstScore = ensemble.MarginCount == 1 ? 1 : 0;
        Thresholds = thresholds;
        nodes = new AlignedMemory((long)slicer.Nodes.Count * sizeof(RankedNode));
        Nodes = (RankedNode*)nodes.Pointer;
        for (int n = 0; n < slicer.Nodes.Count; n++)
        {
            Nodes[n] = slicer.Nodes[n];
        }

        Splits = slicer.Nodes.Count(n => n.Feature >= 0);
        int slices = slicer.Roots.Count;
        Slices = new TreeSlice[slices];
        int leafRows = slicer.Leaves.Sum(l => l.Length);
        tables = new AlignedMemory(HasScores ? (long)slices * Outputs * 2 * 64 : 0);
        rows = new AlignedMemory(HasScores ? (long)leafRows * RowBytes * 2 : 0);
        Tables = tables.Pointer;
        Rows = rows.Pointer;
        RowValues = new double[HasScores ? (long)leafRows * Outputs : 0];
        TreeErrors = new double[ensemble.Trees.Length];
        int floats = slicer.Leaves.Sum(l => Padded(l.Length) * Outputs);
        values = new AlignedMemory((long)floats * sizeof(float));
        Values = (float*)values.Pointer;
        (double[] lowest, Unit, Start) = Range(ensemble, FirstScore);
        int valueAt = 0;
        int rowAt = 0;
        for (int s = 0; s < slices; s++)
        {
            int[] leaves = slicer.Leaves[s];
            DecisionTree tree = ensemble.Trees[slicer.Trees[s]];
            int padded = Padded(leaves.Length);
            Fill(tree, slicer.Trees[s], leaves, lowest, s * Outputs * 2, rowAt, valueAt, padded);
            Slices[s] = new TreeSlice(slicer.Trees[s], slicer.Roots[s], leaves.Length, tree.Target, s * Outputs * 2, rowAt, valueAt, padded);
            rowAt += leaves.Length;
            valueAt += padded * Outputs;
        }

        FloatError = SumRounding.Bound(ensemble) / Unit;
    }

    public TreeEnsemble Ensemble { get; }

    /// <summary>Values per leaf: K for a forest, one for a booster.</summary>
    public int Outputs { get; }

    /// <summary>Bytes of a leaf's row of low (or of high) scores.</summary>
    public int RowBytes { get; }

    /// <summary>A two-class booster has one margin, the score of class 1; class 0 scores a constant.</summary>
    public int FirstScore { get; }

    /// <summary>Classes that are compared.</summary>
    public int Scores => Ensemble.ClassCount;

    /// <summary>Whether scores are looked up; with more classes the exact sums are taken at once, and there are no scores.</summary>
    public bool HasScores => Scores <= PrunedTrees.MaxScores;

    /// <summary>Thresholds by map.</summary>
    public MapThresholds Thresholds { get; }

    public RankedNode* Nodes { get; }

    /// <summary>Tests in all slices.</summary>
    public int Splits { get; }

    public TreeSlice[] Slices { get; }

    /// <summary>64-byte tables from leaf number to score byte.</summary>
    public byte* Tables { get; }

    /// <summary>Scores by leaf: low bytes of a leaf's outputs, then high bytes.</summary>
    public byte* Rows { get; }

    /// <summary>Leaf values above the tree's lowest, in units, not rounded; leaf x output.</summary>
    public double[] RowValues { get; }

    /// <summary>Greatest distance of a score of the tree from its value, in units.</summary>
    public double[] TreeErrors { get; }

    /// <summary>Exact leaf values.</summary>
    public float* Values { get; }

    /// <summary>Value of one score step.</summary>
    public double Unit { get; }

    /// <summary>Scores, not rounded, before the first tree.</summary>
    public double[] Start { get; }

    /// <summary>Bound, in units, on the distance of a float32 sum in tree order from the real sum.</summary>
    public double FloatError { get; }

    /// <summary>Prepares an ensemble; null when its trees are too deep or too many for slices and scores.</summary>
    public static SlicedEnsemble? TryCreate(TreeEnsemble ensemble, MapThresholds thresholds)
    {
        if (ensemble.Trees.CountBy(t => t.Target).Any(c => c.Value > MaxTrees))
        {
            return null;
        }

        var slicer = new TreeSlicer(thresholds);
        for (int t = 0; t < ensemble.Trees.Length; t++)
        {
            if (!slicer.TryAdd(ensemble.Trees[t], t))
            {
                return null;
            }
        }

        long tableValues = slicer.Roots.Count * (long)ensemble.Trees[0].Outputs * TreeSlicer.MaxLeaves;
        return tableValues > MaxTableValues || slicer.Nodes.Count > MaxNodes ? null : new SlicedEnsemble(ensemble, thresholds, slicer);
    }

    private static int Padded(int leaves) => leaves <= 16 ? 16 : leaves <= 32 ? 32 : 64;

    private static double Least(DecisionTree tree, int output)
    {
        double least = double.PositiveInfinity;
        for (int i = output; i < tree.LeafValues.Length; i += tree.Outputs)
        {
            least = Math.Min(least, tree.LeafValues[i]);
        }

        return least;
    }

    private static double Greatest(DecisionTree tree, int output)
    {
        double greatest = double.NegativeInfinity;
        for (int i = output; i < tree.LeafValues.Length; i += tree.Outputs)
        {
            greatest = Math.Max(greatest, tree.LeafValues[i]);
        }

        return greatest;
    }

    // The unit makes the widest possible spread of scores fit 16 bits.
    private static (double[] Lowest, double Unit, double[] Start) Range(TreeEnsemble ensemble, int firstScore)
    {
        int outputs = ensemble.Trees[0].Outputs;
        var lowest = new double[(long)ensemble.Trees.Length * outputs];
        var low = new double[ensemble.ClassCount];
        var high = new double[ensemble.ClassCount];
        for (int k = 0; k < ensemble.BaseMargins.Length; k++)
        {
            low[firstScore + k] = high[firstScore + k] = ensemble.BaseMargins[k];
        }

        for (int t = 0; t < ensemble.Trees.Length; t++)
        {
            DecisionTree tree = ensemble.Trees[t];
            for (int o = 0; o < outputs; o++)
            {
                double least = Least(tree, o);
                lowest[((long)t * outputs) + o] = least;
                low[firstScore + tree.Target + o] += least;
                high[firstScore + tree.Target + o] += Greatest(tree, o);
            }
        }

        double origin = low.Min();
        double unit = Math.Max((high.Max() - origin) / (ScoreRange - MaxTrees), 1e-30);
        if (ensemble.Kind == EnsembleKind.Forest)
        {
            unit = Math.Max(unit, ForestUnit);
        }

        return (lowest, unit, [.. low.Select(v => (v - origin) / unit)]);
    }

    private void Fill(DecisionTree tree, int treeIndex, int[] leaves, double[] lowest, int table, int row, int value, int padded)
    {
        for (int o = 0; o < Outputs; o++)
        {
            double least = lowest[((long)treeIndex * Outputs) + o];
            for (int leaf = 0; leaf < leaves.Length; leaf++)
            {
                if (leaves[leaf] < 0)
                {
                    continue;
                }

                float exact = tree.LeafValues[(leaves[leaf] * Outputs) + o];
                Values[value + (o * padded) + leaf] = exact;
                if (!HasScores)
                {
                    continue;
                }

                double units = (exact - least) / Unit;
                int score = (int)Math.Round(units);
                TreeErrors[treeIndex] = Math.Max(TreeErrors[treeIndex], Math.Abs(score - units));
                RowValues[((long)(row + leaf) * Outputs) + o] = units;
                Tables[((long)(table + o) * 64) + leaf] = (byte)score;
                Tables[((long)(table + Outputs + o) * 64) + leaf] = (byte)(score >> 8);
                Rows[((long)(row + leaf) * RowBytes * 2) + o] = (byte)score;
                Rows[((long)(row + leaf) * RowBytes * 2) + RowBytes + o] = (byte)(score >> 8);
            }
        }
    }
}
