using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Tiles;

namespace NDSeg.Cpu;

/// <summary>Applies an ensemble to tiles and puts labels, and probabilities where they are wanted, into the result.</summary>
internal sealed unsafe class PredictConsumer(CompiledEnsemble ensemble, PredictionOutput output, bool probabilities) : TileConsumer
{
    private readonly EnsembleScratch scratch = ensemble.CreateScratch();
    private readonly NativeArena arena = new();

    internal override void Consume(in TileRect tile, in RowPlanes planes)
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

    protected override void Dispose(bool disposing)
    {
        scratch.Dispose();
        arena.Dispose();
    }
}
