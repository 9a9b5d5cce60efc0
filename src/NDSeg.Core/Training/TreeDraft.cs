using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>A classification tree while it grows; one worker uses the same lists for all its trees.</summary>
internal sealed class TreeDraft(int classCount)
{
    private readonly List<int> maps = [];
    private readonly List<float> thresholds = [];
    private readonly List<int> left = [];
    private readonly List<int> right = [];
    private readonly List<float> leafShares = [];

    /// <summary>Number of the node that is appended next.</summary>
    public int Next => maps.Count;

    /// <summary>Starts a new tree.</summary>
    public void Clear()
    {
        maps.Clear();
        thresholds.Clear();
        left.Clear();
        right.Clear();
        leafShares.Clear();
    }

    /// <summary>Appends a test; its left child is the node appended after it.</summary>
    public void AddTest(int map, float threshold)
    {
        maps.Add(map);
        thresholds.Add(threshold);
        left.Add(maps.Count);
        right.Add(0);
    }

    /// <summary>Makes the node appended next the right child of a test.</summary>
    public void BeginRight(int parent) => right[parent] = Next;

    /// <summary>Appends a leaf.</summary>
    /// <param name="classWeights">Weight of every class, K values.</param>
    /// <param name="weight">Their sum.</param>
    public void AddLeaf(ReadOnlySpan<double> classWeights, double weight)
    {
        maps.Add(-1);
        thresholds.Add(0);
        left.Add(leafShares.Count / classCount);
        right.Add(-1);
        foreach (double share in classWeights)
        {
            leafShares.Add((float)(share / weight));
        }
    }

    /// <summary>The finished tree.</summary>
    public DecisionTree ToTree() => new([.. maps], [.. thresholds], [.. left], [.. right], [.. leafShares], classCount);
}
