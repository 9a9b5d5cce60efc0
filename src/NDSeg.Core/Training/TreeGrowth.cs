namespace NDSeg.Training;

/// <summary>Grows the trees of an ensemble side by side; which thread grows a tree does not matter to it.</summary>
internal static class TreeGrowth
{
    /// <summary>Grows trees 0 to count - 1.</summary>
    /// <typeparam name="TGrower">The working memory of one worker.</typeparam>
    /// <param name="count">Number of trees.</param>
    /// <param name="open">Makes a worker's memory.</param>
    /// <param name="grow">Grows one tree.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static GrownTree[] All<TGrower>(int count, Func<TGrower> open, Func<TGrower, int, GrownTree> grow, RunOptions options)
    {
        var trees = new GrownTree[count];
        if (count == 0)
        {
            return trees;
        }

        int grown = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(options.EffectiveThreads, count), CancellationToken = options.Cancellation };
        try
        {
            Parallel.For(
                0,
                count,
                parallel,
                open,
                (tree, _, grower) =>
                {
                    trees[tree] = grow(grower, tree);
                    options.Progress?.Report((double)Interlocked.Increment(ref grown) / count);
                    return grower;
                },
                _ => { });
        }
        catch (AggregateException) when (options.Cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(options.Cancellation);
        }

        return trees;
    }
}
