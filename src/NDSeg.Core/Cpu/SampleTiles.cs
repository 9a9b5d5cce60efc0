using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Tiles;

namespace NDSeg.Cpu;

/// <summary>Small tiles that hold all labelled pixels, and the consumer that copies their map values into the training table.</summary>
internal sealed class SampleTiles
{
    private const int CellHeight = 32;
    private const int CellWidth = 64;
    private const int StripWidth = 256;

    private readonly Dictionary<TileRect, List<int>> members = [];
    private readonly int[] rows;
    private readonly int[] columns;
    private readonly int mapCount;

    /// <summary>
    /// Groups pixels by cells of a grid and shrinks every cell to what is labelled in it. Where filters keep rows from tile to
    /// tile, cells are wider and keep their columns.
    /// </summary>
    /// <param name="rows">N rows, ascending.</param>
    /// <param name="columns">N columns, ascending within a row.</param>
    /// <param name="mapCount">Number of maps F.</param>
    /// <param name="tileSize">Edge of a cell; 0 for the default.</param>
    /// <param name="strips">Whether a tile is cheaper right after one above it in the same columns.</param>
    /// <param name="imageWidth">Columns of the image.</param>
    internal SampleTiles(int[] rows, int[] columns, int mapCount, int tileSize, bool strips, int imageWidth)
    {
        this.rows = rows;
        this.columns = columns;
        this.mapCount = mapCount;
        Values = new float[checked(rows.Length * mapCount)];
        int cellHeight = tileSize > 0 ? tileSize : CellHeight;
        int cellWidth = tileSize > 0 ? tileSize : strips ? StripWidth : CellWidth;
        var cells = new Dictionary<(int, int), List<int>>();
        for (int i = 0; i < rows.Length; i++)
        {
            (int, int) key = (rows[i] / cellHeight, columns[i] / cellWidth);
            if (!cells.TryGetValue(key, out List<int>? cell))
            {
                cells.Add(key, cell = []);
            }

            cell.Add(i);
        }

        foreach (((_, int across), List<int> cell) in cells)
        {
            int top = rows[cell[0]];
            int bottom = rows[cell[^1]];
            int left = strips ? across * cellWidth : cell.Min(i => columns[i]);
            int right = strips ? Math.Min(left + cellWidth, imageWidth) - 1 : cell.Max(i => columns[i]);
            members.Add(new TileRect(left, top, right - left + 1, bottom - top + 1), cell);
        }

        Tiles = [.. members.Keys.OrderByDescending(t => t.Width * t.Height)];
    }

    /// <summary>The tiles, largest first.</summary>
    internal TileRect[] Tiles { get; }

    /// <summary>N x F map values, filled by the consumers.</summary>
    internal float[] Values { get; }

    /// <summary>Makes a consumer.</summary>
    internal TileConsumer Open() => new Consumer(this);

    private sealed unsafe class Consumer(SampleTiles owner) : TileConsumer
    {
        internal override void Consume(in TileRect tile, in RowPlanes planes)
        {
            foreach (int i in owner.members[tile])
            {
                int y = owner.rows[i] - tile.Y;
                int x = owner.columns[i] - tile.X;
                Span<float> row = owner.Values.AsSpan(i * owner.mapCount, owner.mapCount);
                for (int map = 0; map < row.Length; map++)
                {
                    row[map] = planes.Row(map, y)[x];
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
