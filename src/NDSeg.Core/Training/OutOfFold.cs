namespace NDSeg.Training;

/// <summary>The folds by which a learner without bootstraps judges itself.</summary>
internal static class OutOfFold
{
    /// <summary>Number of folds.</summary>
    public const int Folds = 5;

    // Stream of random numbers that no tree uses.
    private const long Stream = 1L << 40;

    /// <summary>
    /// The fold of every sample: the samples of each class are shuffled and dealt in turn, so that all folds hold all classes as
    /// far as their numbers reach.
    /// </summary>
    /// <param name="targets">N 0-based classes.</param>
    /// <param name="classCount">K.</param>
    /// <param name="seed">Seed of the shuffle.</param>
    public static byte[] Deal(int[] targets, int classCount, int seed)
    {
        var random = new Xoshiro256(seed, Stream);
        int[] order = [.. Enumerable.Range(0, targets.Length)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        // Classes begin at different folds, so that no fold holds all samples of a small table.
        int[] next = [.. Enumerable.Range(0, classCount)];
        var folds = new byte[targets.Length];
        foreach (int sample in order)
        {
            folds[sample] = (byte)(next[targets[sample]]++ % Folds);
        }

        return folds;
    }
}
