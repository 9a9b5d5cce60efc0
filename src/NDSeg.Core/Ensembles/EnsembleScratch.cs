namespace NDSeg.Ensembles;

/// <summary>Working memory of one worker for one compiled ensemble.</summary>
public sealed class EnsembleScratch : IDisposable
{
    internal EnsembleScratch(CompiledEnsemble ensemble)
    {
        Ensemble = ensemble;
    }

    /// <summary>The ensemble the memory was sized for.</summary>
    public CompiledEnsemble Ensemble { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
