using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>Accuracy of a forest on its training samples, every sample labelled by the trees that had not seen it.</summary>
internal static class OutOfBag
{
    /// <summary>
    /// Share of the samples labelled rightly, of those that at least one tree had not seen; null when there is none.
    /// The label is the first class with the greatest sum of leaf shares over those trees.
    /// </summary>
    public static double? Accuracy(GrownTree[] trees, float[] table, int[] targets, int classCount, RunOptions options)
    {
        int mapCount = (int)(table.LongLength / targets.Length);
        const int Block = 256;
        int blocks = (targets.Length + Block - 1) / Block;
        long right = 0;
        long judged = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.EffectiveThreads, CancellationToken = options.Cancellation };
        Parallel.For(
            0,
            blocks,
            parallel,
            () => new double[classCount],
            (block, _, votes) =>
            {
                (int blockRight, int blockJudged) = Judge(block * Block, Math.Min(targets.Length, (block + 1) * Block), votes);
                Interlocked.Add(ref right, blockRight);
                Interlocked.Add(ref judged, blockJudged);
                return votes;
            },
            _ => { });
        return judged == 0 ? null : (double)right / judged;

        (int Right, int Judged) Judge(int start, int end, double[] votes)
        {
            int blockRight = 0;
            int blockJudged = 0;
            for (int sample = start; sample < end; sample++)
            {
                Array.Clear(votes);
                bool any = false;
                ReadOnlySpan<float> row = table.AsSpan(sample * mapCount, mapCount);
                foreach (GrownTree grown in trees)
                {
                    if (!grown.HasSeen(sample))
                    {
                        any = true;
                        AddLeaf(grown.Tree, row, votes);
                    }
                }

                if (any)
                {
                    blockJudged++;
                    blockRight += First(votes) == targets[sample] ? 1 : 0;
                }
            }

            return (blockRight, blockJudged);
        }
    }

    private static void AddLeaf(DecisionTree tree, ReadOnlySpan<float> row, double[] votes)
    {
        int node = 0;
        for (int map; (map = tree.Feature[node]) >= 0;)
        {
            node = row[map] <= tree.Threshold[node] ? tree.Left[node] : tree.Right[node];
        }

        ReadOnlySpan<float> shares = tree.LeafValues.AsSpan(tree.Left[node] * votes.Length, votes.Length);
        for (int c = 0; c < votes.Length; c++)
        {
            votes[c] += shares[c];
        }
    }

    private static int First(double[] votes)
    {
        int best = 0;
        for (int c = 1; c < votes.Length; c++)
        {
            best = votes[c] > votes[best] ? c : best;
        }

        return best;
    }
}
