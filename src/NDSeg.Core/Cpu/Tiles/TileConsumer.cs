using NDSeg.Cpu.Memory;

namespace NDSeg.Cpu.Tiles;

/// <summary>Uses the maps of finished tiles; one object per thread.</summary>
internal abstract class TileConsumer : IDisposable
{
    /// <summary>Uses one tile.</summary>
    /// <param name="tile">Its place in the image.</param>
    /// <param name="planes">Its wanted maps; valid during the call.</param>
    internal abstract void Consume(in TileRect tile, in RowPlanes planes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the thread's memory back.</summary>
    protected abstract void Dispose(bool disposing);
}
