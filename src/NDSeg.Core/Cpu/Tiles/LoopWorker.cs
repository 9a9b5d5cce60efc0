namespace NDSeg.Cpu.Tiles;

/// <summary>What one thread does with each piece of work it takes.</summary>
/// <typeparam name="T">What says which piece.</typeparam>
internal abstract class LoopWorker<T> : IDisposable
{
    /// <summary>Handles one piece.</summary>
    internal abstract void Run(in T piece);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the thread's memory back.</summary>
    protected abstract void Dispose(bool disposing);
}
