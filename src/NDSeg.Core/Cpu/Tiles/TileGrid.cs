namespace NDSeg.Cpu.Tiles;

/// <summary>How an image is cut into tiles. The cut never changes a result.</summary>
internal static class TileGrid
{
    /// <summary>Tile widths are multiples of this, so that rows of tiles start on cache lines.</summary>
    internal const int WidthUnit = 64;

    /// <summary>Runs of tiles for every thread: enough for the threads to end at about the same time.</summary>
    private const int RunsPerThread = 4;

    /// <summary>A run starts with rows above it that it does not show, so it must not be short.</summary>
    private const int LeastRunRows = 128;

    /// <summary>Cuts an image into tiles, row by row.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="tileHeight">Rows of a tile.</param>
    /// <param name="tileWidth">Greatest width of a tile; tiles are made equally wide.</param>
    internal static TileRect[] Cover(int height, int width, int tileHeight, int tileWidth)
    {
        int most = Math.Max(1, (tileWidth + WidthUnit - 1) / WidthUnit);
        int units = (width + WidthUnit - 1) / WidthUnit;
        int across = (units + most - 1) / most;
        int step = (units + across - 1) / across * WidthUnit;
        var tiles = new List<TileRect>();
        for (int y = 0; y < height; y += tileHeight)
        {
            for (int x = 0; x < width; x += step)
            {
                tiles.Add(new TileRect(x, y, Math.Min(step, width - x), Math.Min(tileHeight, height - y)));
            }
        }

        return [.. tiles];
    }

    /// <summary>
    /// Puts tiles into runs that go down a column of tiles: what a tile and the one below it share is then computed once. There
    /// are a few runs for every thread, none of them shorter than is worth while.
    /// </summary>
    /// <param name="tiles">The tiles.</param>
    /// <param name="threads">Threads that will take runs.</param>
    internal static TileRect[][] Runs(TileRect[] tiles, int threads)
    {
        TileRect[][] columns = [.. tiles.GroupBy(t => (t.X, t.Width)).Select(g => g.OrderBy(t => t.Y).ToArray())];
        int pieces = ((RunsPerThread * threads) + columns.Length - 1) / Math.Max(columns.Length, 1);
        return [.. columns.SelectMany(column => Pieces(column, pieces))];
    }

    private static IEnumerable<TileRect[]> Pieces(TileRect[] column, int pieces)
    {
        int rows = Math.Max(LeastRunRows, (column.Sum(t => t.Height) + pieces - 1) / pieces);
        var run = new List<TileRect>();
        int height = 0;
        foreach (TileRect tile in column)
        {
            if (height >= rows)
            {
                yield return [.. run];
                run.Clear();
                height = 0;
            }

            run.Add(tile);
            height += tile.Height;
        }

        yield return [.. run];
    }
}
