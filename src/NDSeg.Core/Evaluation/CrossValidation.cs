using NDSeg.Models;
using NDSeg.Training;

namespace NDSeg.Evaluation;

/// <summary>k-fold cross-validation grouped by stroke, so that neighbouring pixels never sit on both sides.</summary>
public static class CrossValidation
{
    /// <summary>Trains k models and pools their labels of the held-out strokes.</summary>
    /// <param name="untrained">Hyper-parameters.</param>
    /// <param name="data">Labelled pixels of one or more images.</param>
    /// <param name="trainer">The learner.</param>
    /// <param name="folds">k, at least 2; fewer are used when no class has that many strokes.</param>
    /// <param name="seed">Seed of the assignment of strokes to folds.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">TooFewStrokes when fewer than two classes have two strokes; what training throws.</exception>
    public static CrossValidationResult Run(SegModel untrained, SegTrainingData data, IEnsembleTrainer trainer, int folds, int seed, RunOptions options)
        => throw new NotImplementedException();
}
