using NDSeg.Cpu.Memory;

namespace NDSeg.Cpu.Prediction;

/// <summary>A block of a tile that is evaluated at once.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct TileBlock(int X, int Y, int Width, int Height)
{
    /// <summary>Pixels of a block, rows rounded up to 64 columns.</summary>
    public const int MaxPixels = 4096;

    /// <summary>
    /// Bytes from a plane of ranks to the next. A multiple of 4096 would put the same pixels of all planes into the same few
    /// sets of the first-level cache.
    /// </summary>
    public const int PlaneBytes = MaxPixels + PredictionKernels.Chunk;

    /// <summary>Columns that every kernel takes at a time.</summary>
    public const int ColumnStep = 64;

    /// <summary>Bytes from a row of ranks to the next: the width rounded up to 64.</summary>
    public int Pitch => (Width + 63) & -64;

    /// <summary>Cuts a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="greatestWidth">Greatest width of a block, a multiple of 64.</param>
    /// <param name="rows">Heights are multiples of this, but for the last block's.</param>
    public static List<TileBlock> Cut(in RowPlanes tile, int greatestWidth, int rows)
    {
        var blocks = new List<TileBlock>();
        if (tile.Width <= 0 || tile.Height <= 0)
        {
            return blocks;
        }

        int columns = (tile.Width + greatestWidth - 1) / greatestWidth;
        int width = (((tile.Width + columns - 1) / columns) + ColumnStep - 1) & -ColumnStep;
        int tallest = MaxPixels / width / rows * rows;
        int bands = (tile.Height + tallest - 1) / tallest;
        int height = ((((tile.Height + bands - 1) / bands) + rows - 1) / rows) * rows;
        for (int y = 0; y < tile.Height; y += height)
        {
            for (int x = 0; x < tile.Width; x += width)
            {
                blocks.Add(new TileBlock(x, y, Math.Min(width, tile.Width - x), Math.Min(height, tile.Height - y)));
            }
        }

        return blocks;
    }
}
