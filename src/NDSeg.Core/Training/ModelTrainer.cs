using NDSeg.Models;

namespace NDSeg.Training;

/// <summary>Turns an untrained model and a table of labelled pixels into a trained model.</summary>
public static class ModelTrainer
{
    /// <summary>
    /// Trains. The trained model's class table holds the classes that have labelled pixels, with the values, names and
    /// colours they have in label files, so that results are exported with the original values; classes without pixels are
    /// left out and named in <see cref="TrainingSummary.Warnings"/>, as are constant maps.
    /// </summary>
    /// <param name="untrained">Hyper-parameters; a trained model is trained afresh.</param>
    /// <param name="data">Labelled pixels.</param>
    /// <param name="trainer">The learner for <see cref="SegModel.Algorithm"/>.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="SegException">OneClass; MapsNotFinite; what the learner throws.</exception>
    public static SegModel Train(SegModel untrained, SegTrainingData data, IEnsembleTrainer trainer, RunOptions options)
        => throw new NotImplementedException();
}
