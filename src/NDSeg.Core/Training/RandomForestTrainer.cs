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
        TrainingInput.Check(values, targets, weights, classCount);
        options.Cancellation.ThrowIfCancellationRequested();
        GrownTree[] trees = Grow(values, targets, weights, classCount, parameters, TreeProgress.Part(options, 0, parameters.Trees, parameters.Trees));
        double? outOfBag = OutOfBag.Accuracy(trees, values, targets, classCount, options);
        options.Cancellation.ThrowIfCancellationRequested();
        int maps = values.Length / targets.Length;
        var ensemble = new TreeEnsemble(EnsembleKind.Forest, classCount, maps, [.. trees.Select(t => t.Tree)]);
        options.Progress?.Report(1);
        return new TrainedEnsemble(ensemble, null, GrownTree.Importance(trees, maps), outOfBag);
    }

    /// <summary>Grows the trees of a checked table.</summary>
    internal static GrownTree[] Grow(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
    {
        SortedMaps maps = SortedMaps.Create(values, targets.Length, options);
        return TreeGrowth.All(
            parameters.Trees,
            () => new TreeGrower(maps, targets, weights, classCount, parameters, options.Cancellation),
            static (grower, tree) => grower.Grow(tree),
            options);
    }
}
