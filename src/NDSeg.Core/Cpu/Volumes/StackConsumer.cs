using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Tiles;
using NDSeg.Filters.Volumes;

namespace NDSeg.Cpu.Volumes;

/// <summary>Copies the maps of a slab into the stacks of its slices.</summary>
/// <param name="first">Slice of the first stack.</param>
/// <param name="stacks">One stack per slice.</param>
/// <param name="mapCount">Number of maps.</param>
internal sealed unsafe class StackConsumer(int first, PlaneBuffer[] stacks, int mapCount) : VolumeConsumer
{
    internal override void Consume(in VolumeBlock block, int z, in TileRect band, in RowPlanes planes)
    {
        RowPlanes stack = stacks[z - first].View;
        for (int map = 0; map < mapCount; map++)
        {
            for (int row = 0; row < band.Height; row++)
            {
                new ReadOnlySpan<float>(planes.Row(map, row), band.Width).CopyTo(new Span<float>(stack.Row(map, band.Y + row) + band.X, band.Width));
            }
        }
    }
}
