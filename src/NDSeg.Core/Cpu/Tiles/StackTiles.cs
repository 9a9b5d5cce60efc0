using NDSeg.Cpu.Memory;

namespace NDSeg.Cpu.Tiles;

/// <summary>Tiles of a stack that is there already.</summary>
internal sealed class StackTiles(RowPlanes stack) : ITileSource
{
    /// <inheritdoc/>
    public void Run(TileRect[] tiles, Func<TileConsumer> open, RunOptions options)
        => TileLoop.Run(tiles, () => new Worker(stack, open()), options);

    private sealed class Worker(RowPlanes stack, TileConsumer consumer) : TileWorker
    {
        internal override void Run(in TileRect tile) => consumer.Consume(tile, stack.Part(tile.Y, tile.X, tile.Height, tile.Width));

        protected override void Dispose(bool disposing) => consumer.Dispose();
    }
}
