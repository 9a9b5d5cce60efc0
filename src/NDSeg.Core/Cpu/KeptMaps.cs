using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Tiles;

namespace NDSeg.Cpu;

/// <summary>
/// All maps of the cells of an image that were asked for last, so that one model after another is applied without filtering
/// again. Cells are squares of <see cref="CellEdge"/> pixels. Not for several threads at once; its tiles are.
/// </summary>
/// <param name="source">Fills cells.</param>
/// <param name="mapCount">Number of maps F.</param>
/// <param name="height">Rows of the image.</param>
/// <param name="width">Columns of the image.</param>
/// <param name="mostBytes">Bytes that cells may take.</param>
internal sealed unsafe class KeptMaps(ImageTiles source, int mapCount, int height, int width, long mostBytes) : ITileSource
{
    /// <summary>Rows and columns of a cell.</summary>
    internal const int CellEdge = 256;

    private const int FillHeight = 16;

    private readonly LinkedList<((int X, int Y) Key, PlaneBuffer Maps)> recent = [];
    private readonly Dictionary<(int X, int Y), LinkedListNode<((int X, int Y) Key, PlaneBuffer Maps)>> cells = [];
    private long bytes;

    /// <summary>Whether the maps under a tile are there.</summary>
    internal bool Holds(in TileRect tile) => KeyOf(tile) is { } key && cells.ContainsKey(key);

    /// <summary>Makes sure that the maps of an area are there.</summary>
    /// <returns>False when they would take more than there is room for.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; finished cells stay.</exception>
    internal bool TryFill(in TileRect area, RunOptions options)
    {
        var wanted = new List<(int X, int Y)>();
        for (int y = area.Y / CellEdge; y * CellEdge < area.Y + area.Height; y++)
        {
            for (int x = area.X / CellEdge; x * CellEdge < area.X + area.Width; x++)
            {
                wanted.Add((x, y));
            }
        }

        if (wanted.Sum(k => SizeOf(AreaOf(k))) > mostBytes)
        {
            return false;
        }

        foreach ((int X, int Y) key in wanted.Where(cells.ContainsKey))
        {
            LinkedListNode<((int X, int Y) Key, PlaneBuffer Maps)> node = cells[key];
            recent.Remove(node);
            recent.AddFirst(node);
        }

        Fill([.. wanted.Where(k => !cells.ContainsKey(k))], options);
        return true;
    }

    /// <summary>Gives all memory back.</summary>
    internal void Clear()
    {
        foreach (((int X, int Y) _, PlaneBuffer maps) in recent)
        {
            maps.Dispose();
        }

        recent.Clear();
        cells.Clear();
        bytes = 0;
    }

    /// <summary>Hands out tiles that are held, each inside one cell.</summary>
    public void Run(TileRect[] tiles, Func<TileConsumer> open, RunOptions options)
        => TileLoop.Run(tiles, () => new Worker(this, open()), options);

    private static (int X, int Y)? KeyOf(in TileRect tile)
    {
        (int X, int Y) key = (tile.X / CellEdge, tile.Y / CellEdge);
        bool inside = (tile.X + tile.Width - 1) / CellEdge == key.X && (tile.Y + tile.Height - 1) / CellEdge == key.Y;
        return inside ? key : null;
    }

    /// <summary>The planes of a cell as if they were the whole image's, so that places in the image are places in them.</summary>
    private static RowPlanes Shifted((int X, int Y) key, PlaneBuffer maps)
    {
        RowPlanes own = maps.View;
        long shift = ((long)key.Y * CellEdge * own.RowStride) + ((long)key.X * CellEdge);
        return new RowPlanes(own.Origin - shift, own.Height, own.Width, own.RowStride, own.PlaneStride);
    }

    private TileRect AreaOf((int X, int Y) key)
        => new(key.X * CellEdge, key.Y * CellEdge, Math.Min(CellEdge, width - (key.X * CellEdge)), Math.Min(CellEdge, height - (key.Y * CellEdge)));

    private long SizeOf(in TileRect area) => mapCount * PlaneBuffer.PlaneStrideOf(area.Height, PlaneBuffer.StrideOf(area.Width)) * sizeof(float);

    /// <summary>Fills cells in one run, so that what they share is computed once.</summary>
    private void Fill((int X, int Y)[] keys, RunOptions options)
    {
        MakeRoom(keys.Sum(k => SizeOf(AreaOf(k))));
        var filled = new Dictionary<(int X, int Y), PlaneBuffer>();
        try
        {
            var tiles = new List<TileRect>();
            foreach ((int X, int Y) key in keys)
            {
                TileRect area = AreaOf(key);
                filled.Add(key, PlaneBuffer.Rent(mapCount, area.Height, area.Width));
                tiles.AddRange(TileGrid.Cover(area.Height, area.Width, FillHeight, CellEdge).Select(t => t with { X = t.X + area.X, Y = t.Y + area.Y }));
            }

            source.Run([.. tiles], () => new Copier(filled, mapCount), options);
        }
        catch
        {
            foreach (PlaneBuffer maps in filled.Values)
            {
                maps.Dispose();
            }

            throw;
        }

        foreach (((int X, int Y) key, PlaneBuffer maps) in filled)
        {
            cells.Add(key, recent.AddFirst((key, maps)));
            bytes += maps.ByteCount;
        }
    }

    private void MakeRoom(long wanted)
    {
        while (recent.Last is { } oldest && bytes + wanted > mostBytes)
        {
            bytes -= oldest.Value.Maps.ByteCount;
            oldest.Value.Maps.Dispose();
            cells.Remove(oldest.Value.Key);
            recent.RemoveLast();
        }
    }

    private sealed class Copier(Dictionary<(int X, int Y), PlaneBuffer> target, int mapCount) : TileConsumer
    {
        internal override void Consume(in TileRect tile, in RowPlanes planes)
        {
            (int X, int Y) key = KeyOf(tile)!.Value;
            RowPlanes to = Shifted(key, target[key]).Part(tile.Y, tile.X, tile.Height, tile.Width);
            for (int map = 0; map < mapCount; map++)
            {
                for (int y = 0; y < tile.Height; y++)
                {
                    new ReadOnlySpan<float>(planes.Row(map, y), tile.Width).CopyTo(new Span<float>(to.Row(map, y), tile.Width));
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Worker(KeptMaps owner, TileConsumer consumer) : TileWorker
    {
        internal override void Run(in TileRect tile)
        {
            (int X, int Y) key = KeyOf(tile)!.Value;
            PlaneBuffer maps = owner.cells[key].Value.Maps;
            consumer.Consume(tile, Shifted(key, maps).Part(tile.Y, tile.X, tile.Height, tile.Width));
            GC.KeepAlive(maps);
        }

        protected override void Dispose(bool disposing) => consumer.Dispose();
    }
}
