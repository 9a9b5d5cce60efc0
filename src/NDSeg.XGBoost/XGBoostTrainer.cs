using NDSeg.Engines;
using NDSeg.Models;
using NDSeg.Training;

namespace NDSeg.XGBoost;

/// <summary>
/// Trains boosted trees with the XGBoost library (1.7 to 3.x): histogram trees, softmax over K classes or the logistic
/// function for two, weighted samples. The model is the same, byte for byte, for any number of threads.
/// </summary>
public sealed class XGBoostTrainer : IEnsembleTrainer
{
    /// <summary>Where the trees are grown. Without a library that has CUDA the processor is used, with a remark in the log.</summary>
    public DeviceKind Device { get; init; } = DeviceKind.Cpu;

    /// <summary>Names of the F maps to store in the model, for readers outside NDSeg; null leaves them out.</summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <inheritdoc/>
    public TrainedEnsemble Train(float[] values, int[] targets, float[] weights, int classCount, ModelParameters parameters, RunOptions options)
        => throw new NotImplementedException();
}
