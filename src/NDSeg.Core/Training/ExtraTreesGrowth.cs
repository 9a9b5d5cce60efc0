
namespace NDSeg.Training;

/// <summary>The extra trees of one training: those of the ensemble, and those that judge it.</summary>
internal sealed class ExtraTreesGrowth(TableColumns table, int[] targets, float[] weights, int classCount, ModelParameters parameters)
{
    private int JudgesPerFold => (parameters.Trees + OutOfFold.Folds - 1) / OutOfFold.Folds;

    /// <summary>Number of trees that <see cref="Judges"/> grows; none for a single sample, which cannot be held out.</summary>
    public int JudgeCount => targets.Length > 1 ? JudgesPerFold * OutOfFold.Folds : 0;

    /// <summary>Grows the trees of the ensemble.</summary>
    public GrownTree[] Trees(RunOptions options)
        => TreeGrowth.All(parameters.Trees, Open(options), static (grower, tree) => grower.Grow(tree), options);

    /// <summary>Grows as many trees for each fold as make about the size of the ensemble; each has not seen its fold.</summary>
    public GrownTree[] Judges(RunOptions options)
    {
        byte[] folds = OutOfFold.Deal(targets, classCount, parameters.Seed);
        return TreeGrowth.All(JudgeCount, Open(options), (grower, tree) => grower.Grow(parameters.Trees + tree, folds, tree % OutOfFold.Folds), options);
    }

    private Func<ExtraTreeGrower> Open(RunOptions options)
        => () => new ExtraTreeGrower(table, targets, weights, classCount, parameters, options.Cancellation);
}
