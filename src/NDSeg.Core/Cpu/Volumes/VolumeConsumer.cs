using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Tiles;
using NDSeg.Filters.Volumes;

namespace NDSeg.Cpu.Volumes;

/// <summary>Uses the maps of finished bands of slices; one object per thread.</summary>
internal abstract class VolumeConsumer : IDisposable
{
    /// <summary>Uses one band.</summary>
    /// <param name="block">The block it is part of.</param>
    /// <param name="z">Its slice in the volume.</param>
    /// <param name="band">Its place in the slice.</param>
    /// <param name="planes">Its wanted maps; valid during the call.</param>
    internal abstract void Consume(in VolumeBlock block, int z, in TileRect band, in RowPlanes planes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the thread's memory back.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
