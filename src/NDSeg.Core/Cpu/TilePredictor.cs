using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Tiles;

namespace NDSeg.Cpu;

/// <summary>Applies an ensemble to tiles, in one thread, and puts labels, and probabilities where they are wanted, into results.</summary>
internal sealed unsafe class TilePredictor(CompiledEnsemble ensemble, bool probabilities) : IDisposable
{
    private readonly EnsembleScratch scratch = ensemble.CreateScratch();
    private readonly NativeArena arena = new();

    /// <summary>Predicts a tile.</summary>
    /// <param name="output">The result it belongs to.</param>
    /// <param name="tile">Its place in the result.</param>
    /// <param name="planes">Its maps.</param>
    internal void Predict(PredictionOutput output, in TileRect tile, in RowPlanes planes)
    {
        if (!output.WeightsClasses)
        {
            output.PutLabels(tile, planes, ensemble, scratch);
        }

        if (probabilities || output.WeightsClasses)
        {
            long rowStride = PlaneBuffer.StrideOf(tile.Width);
            long planeStride = tile.Height * rowStride;
            arena.Reset();
            float* shares = arena.Rent<float>(ensemble.Ensemble.ClassCount * planeStride);
            ensemble.PredictProbabilities(planes, scratch, shares, planeStride, rowStride);
            output.PutProbabilities(tile, shares, planeStride, rowStride, output.WeightsClasses);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        scratch.Dispose();
        arena.Dispose();
    }
}
