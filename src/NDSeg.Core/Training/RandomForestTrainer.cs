using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>
/// Random Forest (Breiman 2001) in managed code: every tree is grown on a bootstrap with Gini impurity and
/// floor(sqrt(F)) candidate maps per split drawn without replacement (constant ones count, but the search goes on until one
/// is not constant), down to <see cref="ModelParameters.MaxDepth"/>. Every cut between two neighbouring values is tried;
/// thresholds are float32 midpoints, and a sample goes left on x &lt;= t. Leaves hold the weighted class shares.
/// </summary>
/// <remarks>
/// Tree t draws from stream t of <see cref="ModelParameters.Seed"/> alone, so the forest is the same, byte for byte, on any
/// number of threads. Memory beside the table: 12 bytes per value and about 32 bytes per sample and thread.
/// </remarks>
public sealed class RandomForestTrainer : IEnsembleTrainer
{
    /// <inheritdoc/>
    public TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        parameters.Validate();
        CheckTable(values, targets, weights, classCount);
        options.Cancellation.ThrowIfCancellationRequested();

        SortedMaps maps = SortedMaps.Create(values, targets.Length, options);
        GrownTree[] trees = GrowAll(maps, targets, weights, classCount, parameters, options);
        double? outOfBag = OutOfBag.Accuracy(trees, values, targets, classCount, options);
        options.Cancellation.ThrowIfCancellationRequested();

        var importance = new double[maps.MapCount];
        foreach (GrownTree tree in trees)
        {
            for (int map = 0; map < importance.Length; map++)
            {
                importance[map] += tree.ImpurityDecrease[map];
            }
        }

        TreeGrower.Normalize(importance);
        var ensemble = new TreeEnsemble(EnsembleKind.Forest, classCount, maps.MapCount, [.. trees.Select(t => t.Tree)]);
        options.Progress?.Report(1);
        return new TrainedEnsemble(ensemble, null, importance, outOfBag);
    }

    private static GrownTree[] GrowAll(SortedMaps maps, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
    {
        var trees = new GrownTree[parameters.Trees];
        int grown = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(options.EffectiveThreads, trees.Length), CancellationToken = options.Cancellation };
        try
        {
            Parallel.For(
                0,
                trees.Length,
                parallel,
                () => new TreeGrower(maps, targets, weights, classCount, parameters, options.Cancellation),
                (tree, _, grower) =>
                {
                    trees[tree] = grower.Grow(tree);
                    options.Progress?.Report((double)Interlocked.Increment(ref grown) / (trees.Length + 1));
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

    private static void CheckTable(float[] values, int[] targets, float[] weights, int classCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (targets.Length == 0 || values.Length == 0 || values.Length % targets.Length != 0 || weights.Length != targets.Length)
        {
            throw new ArgumentException($"Expected values and weights for {targets.Length} samples, found {values.Length} and {weights.Length}.", nameof(values));
        }

        if (targets.AsSpan().IndexOfAnyExceptInRange(0, classCount - 1) >= 0)
        {
            throw new ArgumentException($"Expected classes 0 to {classCount - 1}.", nameof(targets));
        }

        if (weights.AsSpan().IndexOfAnyExceptInRange(float.Epsilon, float.MaxValue) >= 0)
        {
            throw new ArgumentException("Expected finite weights above 0.", nameof(weights));
        }

        if (values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) >= 0)
        {
            throw new ArgumentException("Expected finite values.", nameof(values));
        }
    }
}
