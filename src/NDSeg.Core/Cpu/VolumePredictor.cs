using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Prediction;
using NDSeg.Cpu.Tiles;
using NDSeg.Cpu.Volumes;
using NDSeg.Filters.Volumes;

namespace NDSeg.Cpu;

/// <summary>Applies an ensemble to the bands of a slab and puts what it finds into the results of its slices.</summary>
/// <param name="ensemble">The trees.</param>
/// <param name="first">Slice of the first result.</param>
/// <param name="outputs">One result per slice.</param>
/// <param name="probabilities">Whether probabilities are wanted.</param>
internal sealed class VolumePredictor(CompiledEnsemble ensemble, int first, PredictionOutput[] outputs, bool probabilities) : VolumeConsumer
{
    private readonly TilePredictor predictor = new(ensemble, probabilities);

    internal override void Consume(in VolumeBlock block, int z, in TileRect band, in RowPlanes planes) => predictor.Predict(outputs[z - first], band, planes);

    protected override void Dispose(bool disposing)
    {
        predictor.Dispose();
        base.Dispose(disposing);
    }
}
