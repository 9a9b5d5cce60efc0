using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Simd;

namespace NDSeg.Cpu.Prediction;

/// <summary>Brings the values of a block into the second-level cache, a part with every call.</summary>
internal unsafe struct RowPrefetch
{
    private readonly RowPlanes tile;
    private readonly int[]? maps;
    private readonly TileBlock block;
    private readonly int rowsPerCall;
    private int map;
    private int row;

    /// <param name="tile">Holds the block.</param>
    /// <param name="maps">Maps to bring.</param>
    /// <param name="block">The block.</param>
    /// <param name="calls">Calls of <see cref="Fetch"/> after which all of it was asked for.</param>
    public RowPrefetch(in RowPlanes tile, int[] maps, TileBlock block, int calls)
    {
        this.tile = tile;
        this.maps = maps;
        this.block = block;
        rowsPerCall = ((maps.Length * block.Height) + calls - 1) / calls;
    }

    public void Fetch()
    {
        for (int i = 0; i < rowsPerCall && map < maps!.Length; i++)
        {
            float* values = tile.Row(maps[map], block.Y + row) + block.X;
            for (int x = 0; x < block.Width; x += 16)
            {
                CachePrefetch.SecondLevel(values + x);
            }

            row++;
            if (row == block.Height)
            {
                row = 0;
                map++;
            }
        }
    }
}
