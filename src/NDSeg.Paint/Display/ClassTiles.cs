using NDSeg.Images;

namespace NDSeg.Paint.Display;

/// <summary>
/// Tiles of class numbers for the page. At level 0 they are the numbers themselves. Coarser, labels become averaged colours,
/// so that fine structures fade instead of making patterns, while strokes stay visible however thin they are.
/// </summary>
internal static class ClassTiles
{
    private const int SamplesAlong = 4;

    /// <summary>A tile of class numbers at any level: a block shows the class of a painted pixel in it.</summary>
    /// <param name="tileAt">Tiles of level 0; null where nothing is.</param>
    /// <param name="level">The level.</param>
    /// <param name="tileX">Column of the tile.</param>
    /// <param name="tileY">Row of the tile.</param>
    public static byte[] Strokes(Func<int, int, byte[]?> tileAt, int level, int tileX, int tileY)
    {
        var target = new byte[TileGeometry.Edge * TileGeometry.Edge];
        ForEachSource(tileAt, level, tileX, tileY, (source, left, top) =>
        {
            for (int i = 0; i < source.Length; i++)
            {
                if (source[i] != 0)
                {
                    int y = top + ((i >> TileGeometry.Shift) >> level);
                    int x = left + ((i & TileGeometry.Mask) >> level);
                    target[(y << TileGeometry.Shift) | x] = source[i];
                }
            }
        });
        return target;
    }

    /// <summary>A tile of averaged colours, red, green, blue and coverage; for levels from 1 on.</summary>
    /// <param name="tileAt">Tiles of level 0; null where nothing is.</param>
    /// <param name="colors">Colour by class number.</param>
    /// <param name="level">The level, at least 1.</param>
    /// <param name="tileX">Column of the tile.</param>
    /// <param name="tileY">Row of the tile.</param>
    public static byte[] Colors(Func<int, int, byte[]?> tileAt, RgbColor[] colors, int level, int tileX, int tileY)
    {
        var target = new byte[4 * TileGeometry.Edge * TileGeometry.Edge];
        Reduce(tileAt, level, tileX, tileY, (place, samples) =>
        {
            int red = 0, green = 0, blue = 0, covered = 0;
            foreach (byte one in samples)
            {
                if (one != 0)
                {
                    RgbColor color = colors[one];
                    (red, green, blue, covered) = (red + color.R, green + color.G, blue + color.B, covered + 1);
                }
            }

            if (covered > 0)
            {
                Span<byte> pixel = target.AsSpan(4 * place, 4);
                (pixel[0], pixel[1], pixel[2]) = ((byte)(red / covered), (byte)(green / covered), (byte)(blue / covered));
                pixel[3] = (byte)(255 * covered / samples.Length);
            }
        });
        return target;
    }

    /// <summary>A tile of averaged doubt: 0 where nothing is known, otherwise 1 (sure) to 255.</summary>
    public static byte[] Means(Func<int, int, byte[]?> tileAt, int level, int tileX, int tileY)
    {
        if (level == 0)
        {
            return tileAt(tileX, tileY) ?? new byte[TileGeometry.Edge * TileGeometry.Edge];
        }

        var target = new byte[TileGeometry.Edge * TileGeometry.Edge];
        Reduce(tileAt, level, tileX, tileY, (place, samples) =>
        {
            int sum = 0;
            int known = 0;
            foreach (byte one in samples)
            {
                sum += one;
                known += one != 0 ? 1 : 0;
            }

            target[place] = known > 0 ? (byte)Math.Max(1, sum / known) : (byte)0;
        });
        return target;
    }

    /// <summary>Whether every value is the same: such a tile is sent as one byte.</summary>
    public static bool IsUniform(ReadOnlySpan<byte> tile) => tile.IndexOfAnyExcept(tile[0]) < 0;

    private static void Reduce(Func<int, int, byte[]?> tileAt, int level, int tileX, int tileY, BlockAction put)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ForEachSource(tileAt, level, tileX, tileY, (source, left, top) =>
        {
            // At level 8 a source tile is one pixel; beyond, several share one, and the last of them stands for all.
            int within = Math.Min(level, TileGeometry.Shift);
            int block = 1 << within;
            int step = Math.Max(1, block / SamplesAlong);
            int along = Math.Min(block, SamplesAlong);
            Span<byte> samples = stackalloc byte[SamplesAlong * SamplesAlong];
            for (int y = 0; y < TileGeometry.Edge >> within; y++)
            {
                for (int x = 0; x < TileGeometry.Edge >> within; x++)
                {
                    int count = 0;
                    for (int v = 0; v < along; v++)
                    {
                        for (int u = 0; u < along; u++)
                        {
                            samples[count++] = source[(((y << within) + (v * step)) << TileGeometry.Shift) | ((x << within) + (u * step))];
                        }
                    }

                    put(((top + y) << TileGeometry.Shift) | (left + x), samples[..count]);
                }
            }
        });
    }

    /// <summary>Visits the tiles of level 0 under a tile, with the place of their first pixel in it.</summary>
    private static void ForEachSource(Func<int, int, byte[]?> tileAt, int level, int tileX, int tileY, Action<byte[], int, int> visit)
    {
        int along = 1 << level;
        for (int v = 0; v < along; v++)
        {
            for (int u = 0; u < along; u++)
            {
                if (tileAt((tileX << level) + u, (tileY << level) + v) is { } source)
                {
                    visit(source, (u << TileGeometry.Shift) >> level, (v << TileGeometry.Shift) >> level);
                }
            }
        }
    }

    private delegate void BlockAction(int place, ReadOnlySpan<byte> samples);
}
