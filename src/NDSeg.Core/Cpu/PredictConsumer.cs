using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Tiles;

namespace NDSeg.Cpu;

/// <summary>Applies an ensemble to tiles and puts labels, and probabilities where they are wanted, into the result.</summary>
internal sealed class PredictConsumer(CompiledEnsemble ensemble, PredictionOutput output, bool probabilities) : TileConsumer
{
    private readonly TilePredictor predictor = new(ensemble, probabilities);

    internal override void Consume(in TileRect tile, in RowPlanes planes) => predictor.Predict(output, tile, planes);

    protected override void Dispose(bool disposing) => predictor.Dispose();
}
