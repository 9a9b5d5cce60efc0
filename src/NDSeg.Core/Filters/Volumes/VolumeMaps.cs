using NDSeg.Cpu.Memory;

namespace NDSeg.Filters.Volumes;

/// <summary>Wanted maps of one family that are written row by row.</summary>
internal abstract unsafe class VolumeMaps
{
    /// <summary>Writes one row of every wanted map.</summary>
    /// <param name="z">Slice of the volume.</param>
    /// <param name="y">Row of the volume.</param>
    /// <param name="planes">The maps of a band of rows of the block.</param>
    /// <param name="row">Row of the band.</param>
    internal abstract void Write(int z, int y, in RowPlanes planes, int row);

    /// <summary>The row of a map; null where it is not wanted.</summary>
    private protected static float* Target(in RowPlanes planes, int place, int row) => place < 0 ? null : planes.Row(place, row);
}
