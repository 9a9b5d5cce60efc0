using NDSeg.Cpu.Memory;

namespace NDSeg.Cpu.Prediction;

/// <summary>Working memory of one worker for one compiled ensemble.</summary>
internal sealed unsafe class EnsembleScratch : IDisposable
{
    private readonly AlignedMemory memory;

    internal EnsembleScratch(CompiledEnsemble ensemble, long bytes)
    {
        Ensemble = ensemble;
        Bytes = bytes;
        memory = new AlignedMemory(bytes);
    }

    /// <summary>The ensemble the memory was sized for.</summary>
    public CompiledEnsemble Ensemble { get; }

    /// <summary>Size of the working memory.</summary>
    public long Bytes { get; }

    internal ITileEvaluator? Worker { get; set; }

    internal byte* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory.IsFree, this);
            return memory.Pointer;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Free();
}
