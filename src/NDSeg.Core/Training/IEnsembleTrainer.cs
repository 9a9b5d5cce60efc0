namespace NDSeg.Training;

/// <summary>A learner: table in, trees out. The same table, weights and parameters give the same trees on any thread count.</summary>
public interface IEnsembleTrainer
{
    /// <summary>Trains on a table.</summary>
    /// <param name="values">N x F map values, row-major, all finite.</param>
    /// <param name="targets">N 0-based classes; every class 0..K-1 may occur, at least two do.</param>
    /// <param name="weights">N sample weights above 0.</param>
    /// <param name="classCount">K, at least 2.</param>
    /// <param name="parameters">Valid hyper-parameters.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="SegException">The learner's native library is missing or reports an error.</exception>
    TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options);
}
