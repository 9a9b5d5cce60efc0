
namespace NDSeg.Cpu.Tiles;

/// <summary>Where the maps of tiles come from: the filters, or a stack that is there already.</summary>
internal interface ITileSource
{
    /// <summary>Hands tiles to consumers, one consumer per thread.</summary>
    /// <param name="tiles">The tiles, in the order they are started.</param>
    /// <param name="open">Makes a consumer.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    void Run(TileRect[] tiles, Func<TileConsumer> open, RunOptions options);
}
