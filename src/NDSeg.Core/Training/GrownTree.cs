using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>One tree of a forest and what the forest needs to know about its making.</summary>
/// <param name="Tree">The tree.</param>
/// <param name="ImpurityDecrease">For every map its share of the tree's impurity decrease; all 0 when the tree has no split.</param>
/// <param name="InBag">One bit per sample: whether the tree's bootstrap holds it.</param>
internal sealed record GrownTree(DecisionTree Tree, double[] ImpurityDecrease, ulong[] InBag)
{
    /// <summary>Whether the tree was grown with a sample.</summary>
    public bool HasSeen(int sample) => (InBag[sample >> 6] >> (sample & 63) & 1) != 0;

    /// <summary>For every map its share of the impurity decrease of several trees, which count alike; all 0 when none splits.</summary>
    public static double[] Importance(GrownTree[] trees, int mapCount)
    {
        var importance = new double[mapCount];
        foreach (GrownTree tree in trees)
        {
            for (int map = 0; map < mapCount; map++)
            {
                importance[map] += tree.ImpurityDecrease[map];
            }
        }

        TreeGrower.Normalize(importance);
        return importance;
    }
}
