using NDSeg.Features;

namespace NDSeg.Ensembles;

/// <summary>An ensemble made ready for fast evaluation over tiles. Thread-safe: one object serves every worker.</summary>
public sealed unsafe class CompiledEnsemble
{
    private CompiledEnsemble(TreeEnsemble ensemble)
    {
        Ensemble = ensemble;
        UsedFeatures = ensemble.UsedFeatures();
    }

    /// <summary>The trees as trained.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <summary>For every map whether any tree tests it; length F. Tiles need hold only these.</summary>
    public bool[] UsedFeatures { get; }

    /// <summary>Prepares an ensemble.</summary>
    public static CompiledEnsemble Compile(TreeEnsemble ensemble)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        return new CompiledEnsemble(ensemble);
    }

    /// <summary>Working memory for one worker; not thread-safe itself.</summary>
    public EnsembleScratch CreateScratch() => new(this);

    /// <summary>Labels a tile: classes 1..K as bytes, for at most 255 classes.</summary>
    /// <param name="tile">Maps of the tile; every used map is present. Only the first Width columns of a row are read.</param>
    /// <param name="scratch">This worker's memory.</param>
    /// <param name="labels">First label of the tile's first row.</param>
    /// <param name="labelStride">Labels from a row to the next.</param>
    public void PredictLabels(in RowPlanes tile, EnsembleScratch scratch, byte* labels, long labelStride)
        => throw new NotImplementedException();

    /// <summary>Labels a tile with 16-bit labels, for more than 255 classes.</summary>
    /// <inheritdoc cref="PredictLabels(in RowPlanes, EnsembleScratch, byte*, long)"/>
    public void PredictLabels(in RowPlanes tile, EnsembleScratch scratch, ushort* labels, long labelStride)
        => throw new NotImplementedException();

    /// <summary>Class probabilities of a tile, K planes, float32.</summary>
    /// <param name="tile">Maps of the tile; every used map is present. Only the first Width columns of a row are read.</param>
    /// <param name="scratch">This worker's memory.</param>
    /// <param name="probabilities">First value of plane 0, row 0.</param>
    /// <param name="planeStride">Floats from a class to the next.</param>
    /// <param name="rowStride">Floats from a row to the next.</param>
    public void PredictProbabilities(in RowPlanes tile, EnsembleScratch scratch, float* probabilities, long planeStride, long rowStride)
        => throw new NotImplementedException();
}
