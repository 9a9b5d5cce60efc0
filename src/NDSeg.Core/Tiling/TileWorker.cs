using NDSeg.Features;

namespace NDSeg.Tiling;

/// <summary>What one thread does with the tiles it is given: says where their maps go, and uses them once they are there.</summary>
internal abstract class TileWorker : IDisposable
{
    /// <summary>Whether maps are written past the caches.</summary>
    internal virtual bool Streams => false;

    /// <summary>Memory for the wanted maps of a tile; rows are padded to a multiple of 32 floats.</summary>
    internal abstract RowPlanes Target(in TileRect tile);

    /// <summary>Called when the maps are complete.</summary>
    internal virtual void Consume(in TileRect tile, in RowPlanes planes)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the worker's memory back.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
