using NDSeg.Models;

namespace NDSeg.Training;

/// <summary>Balanced Random Forest in managed code.</summary>
public sealed class RandomForestTrainer : IEnsembleTrainer
{
    /// <inheritdoc/>
    public TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
        => throw new NotImplementedException();
}
