namespace NDSeg.Cpu.Tiles;

/// <summary>What one thread does with each tile it takes.</summary>
internal abstract class TileWorker : IDisposable
{
    /// <summary>Handles one tile.</summary>
    internal abstract void Run(in TileRect tile);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the thread's memory back.</summary>
    protected abstract void Dispose(bool disposing);
}
