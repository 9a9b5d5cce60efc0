using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>
/// Extra Trees (Geurts, Ernst and Wehenkel 2006) in managed code: every tree sees all samples; at each node floor(sqrt(F))
/// candidate maps drawn without replacement get one random threshold each, and the one with the least Gini impurity wins, down
/// to <see cref="ModelParameters.MaxDepth"/>. Leaves hold the weighted class shares; a sample goes left on x &lt;= t.
/// </summary>
/// <remarks>
/// <para>
/// Tree t draws from a stream of <see cref="ModelParameters.Seed"/> of its own, so the trees are the same, byte for byte, on any
/// number of threads. Memory beside the table: 4 bytes per value and about 32 bytes per sample and thread.
/// </para>
/// <para>
/// No tree has unseen samples, so <see cref="TrainedEnsemble.OutOfBagAccuracy"/> comes from five-fold cross-validation: each
/// fold is labelled by a fifth of the number of trees, grown on the other four for this purpose and then dropped.
/// </para>
/// </remarks>
public sealed class ExtraTreesTrainer : IEnsembleTrainer
{
    /// <inheritdoc/>
    public TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        parameters.Validate();
        TrainingInput.Check(values, targets, weights, classCount);
        options.Cancellation.ThrowIfCancellationRequested();
        var growth = new ExtraTreesGrowth(TableColumns.Create(values, targets.Length, options), targets, weights, classCount, parameters);
        int total = parameters.Trees + growth.JudgeCount;
        GrownTree[] trees = growth.Trees(TreeProgress.Part(options, 0, parameters.Trees, total));
        GrownTree[] judges = growth.Judges(TreeProgress.Part(options, parameters.Trees, growth.JudgeCount, total));
        double? accuracy = OutOfBag.Accuracy(judges, values, targets, classCount, options);
        options.Cancellation.ThrowIfCancellationRequested();
        int maps = values.Length / targets.Length;
        var ensemble = new TreeEnsemble(EnsembleKind.Forest, classCount, maps, [.. trees.Select(t => t.Tree)]);
        options.Progress?.Report(1);
        return new TrainedEnsemble(ensemble, null, GrownTree.Importance(trees, maps), accuracy);
    }
}
