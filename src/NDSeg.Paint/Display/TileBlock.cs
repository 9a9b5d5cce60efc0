namespace NDSeg.Paint.Display;

/// <summary>Tiles side by side.</summary>
/// <param name="X">Column of the first tile.</param>
/// <param name="Y">Row of the first tile.</param>
/// <param name="Columns">Columns of tiles.</param>
/// <param name="Rows">Rows of tiles.</param>
internal readonly record struct TileBlock(int X, int Y, int Columns, int Rows)
{
    /// <summary>A single tile.</summary>
    public static TileBlock Of(int x, int y) => new(x, y, 1, 1);

    /// <summary>The smallest block that holds this one and a tile.</summary>
    public TileBlock With(int x, int y)
    {
        int left = Math.Min(X, x);
        int top = Math.Min(Y, y);
        return new TileBlock(left, top, Math.Max(X + Columns, x + 1) - left, Math.Max(Y + Rows, y + 1) - top);
    }
}
