namespace NDSeg.Cpu.Tiles;

/// <summary>How an image is cut into tiles. The cut never changes a result.</summary>
internal static class TileGrid
{
    /// <summary>Tile widths are multiples of this, so that rows of tiles start on cache lines.</summary>
    internal const int WidthUnit = 64;

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
}
