using NDSeg.Models;

namespace NDSeg.Cpu.Prediction;

/// <summary>The processor's form of a model.</summary>
internal static class CompiledModel
{
    /// <summary>The evaluator, compiled once per model.</summary>
    /// <exception cref="SegException">ModelNotTrained.</exception>
    public static CompiledEnsemble Compiled(this SegModel model)
    {
        TrainedState state = model.RequireTrained();
        return model.Prepared.Get("cpu", () => CompiledEnsemble.Compile(state.Ensemble));
    }
}
