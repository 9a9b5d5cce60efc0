using NDSeg.Paint.Display;

namespace NDSeg.Paint.Strokes;

/// <summary>The strokes of one slice, one class number per pixel, 0 for none, kept in tiles so that an empty image costs nothing.</summary>
internal sealed class StrokePlane
{
    private readonly Dictionary<(int X, int Y), byte[]> tiles = [];

    /// <summary>The tiles that have been painted on, in row-major order.</summary>
    public IEnumerable<(int X, int Y)> Tiles => tiles.Keys.OrderBy(t => t.Y).ThenBy(t => t.X);

    /// <summary>Whether no pixel is painted.</summary>
    public bool IsEmpty => tiles.Values.All(t => t.AsSpan().IndexOfAnyExcept((byte)0) < 0);

    /// <summary>A tile of <see cref="TileGeometry.Edge"/> squared class numbers, or null where nothing was ever painted.</summary>
    public byte[]? Tile(int x, int y) => tiles.GetValueOrDefault((x, y));

    /// <summary>The class of a pixel.</summary>
    public byte At(int y, int x)
        => tiles.TryGetValue((x >> TileGeometry.Shift, y >> TileGeometry.Shift), out byte[]? tile) ? tile[TileGeometry.Offset(y, x)] : (byte)0;

    /// <summary>The part of a row that lies in one tile.</summary>
    /// <param name="run">Pixels of one row.</param>
    /// <param name="create">Whether to make the tile where there is none; otherwise the part is empty there.</param>
    /// <returns>The pixels from the run's start to its end or the tile's, whichever comes first, and their number.</returns>
    public (ArraySegment<byte> Part, int Length) Part(PixelRun run, bool create)
    {
        int length = Math.Min(run.Length, TileGeometry.Edge - (run.X & TileGeometry.Mask));
        (int, int) key = (run.X >> TileGeometry.Shift, run.Y >> TileGeometry.Shift);
        if (!tiles.TryGetValue(key, out byte[]? tile))
        {
            if (!create)
            {
                return (ArraySegment<byte>.Empty, length);
            }

            tiles.Add(key, tile = new byte[TileGeometry.Edge * TileGeometry.Edge]);
        }

        return (new ArraySegment<byte>(tile, TileGeometry.Offset(run.Y, run.X), length), length);
    }

    /// <summary>Takes a class away wherever it is.</summary>
    public void Remove(byte one)
    {
        foreach (byte[] tile in tiles.Values)
        {
            tile.AsSpan().Replace(one, (byte)0);
        }
    }

    /// <summary>Every painted pixel in row-major order, as runs of one class.</summary>
    public IEnumerable<(PixelRun Run, byte Class)> Runs()
    {
        foreach (var band in tiles.GroupBy(t => t.Key.Y).OrderBy(b => b.Key))
        {
            KeyValuePair<(int X, int Y), byte[]>[] row = [.. band.OrderBy(t => t.Key.X)];
            for (int y = 0; y < TileGeometry.Edge; y++)
            {
                foreach (((int tileX, int tileY), byte[] tile) in row)
                {
                    int start = y * TileGeometry.Edge;
                    for (int x = 0; x < TileGeometry.Edge;)
                    {
                        ReadOnlySpan<byte> rest = tile.AsSpan(start + x, TileGeometry.Edge - x);
                        byte one = rest[0];
                        int length = rest.IndexOfAnyExcept(one) is int end and >= 0 ? end : rest.Length;
                        if (one != 0)
                        {
                            yield return (new PixelRun((tileY << TileGeometry.Shift) + y, (tileX << TileGeometry.Shift) + x, length), one);
                        }

                        x += length;
                    }
                }
            }
        }
    }
}
