using NDSeg.Trees;

namespace NDSeg.Training;

/// <summary>
/// Mixed Forest: half of the trees are extra trees (<see cref="ExtraTreesTrainer"/>), half are those of a Random Forest of depth
/// <see cref="ModelParameters.ForestDepth"/> (<see cref="RandomForestTrainer"/>), and the class probabilities are averaged. With
/// an odd number of trees the forest has one more.
/// </summary>
/// <remarks>
/// The forest's trees come first: they are the smaller ones, so that predictors which stop early skip the others. The same trees on any number of threads. <see cref="TrainedEnsemble.OutOfBagAccuracy"/> labels every
/// sample by the forest's trees that had not seen it together with the extra trees grown without its fold.
/// </remarks>
public sealed class MixedForestTrainer : IEnsembleTrainer
{
    /// <inheritdoc/>
    public TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        parameters.Validate();
        TrainingInput.Check(values, targets, weights, classCount);
        options.Cancellation.ThrowIfCancellationRequested();
        ModelParameters extraParameters = parameters.With(nameof(parameters.Trees), parameters.Trees / 2);
        ModelParameters forestParameters = parameters
            .With(nameof(parameters.Trees), parameters.Trees - (parameters.Trees / 2))
            .With(nameof(parameters.MaxDepth), parameters.ForestDepth);
        var growth = new ExtraTreesGrowth(TableColumns.Create(values, targets.Length, options), targets, weights, classCount, extraParameters);
        int extra = extraParameters.Trees;
        int bagged = forestParameters.Trees;
        int total = extra + growth.JudgeCount + bagged;

        GrownTree[] extraTrees = growth.Trees(TreeProgress.Part(options, 0, extra, total));
        GrownTree[] judges = growth.Judges(TreeProgress.Part(options, extra, growth.JudgeCount, total));
        GrownTree[] forest = RandomForestTrainer.Grow(values, targets, weights, classCount, forestParameters, TreeProgress.Part(options, total - bagged, bagged, total));
        double? accuracy = OutOfBag.Accuracy([.. judges, .. forest], values, targets, classCount, options);
        options.Cancellation.ThrowIfCancellationRequested();

        GrownTree[] trees = [.. forest, .. extraTrees];
        int maps = values.Length / targets.Length;
        var ensemble = new TreeEnsemble(EnsembleKind.Forest, classCount, maps, [.. trees.Select(t => t.Tree)]);
        options.Progress?.Report(1);
        return new TrainedEnsemble(ensemble, null, GrownTree.Importance(trees, maps), accuracy);
    }
}
