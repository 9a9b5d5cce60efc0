namespace NDSeg.Cpu.Prediction;

/// <summary>A block of a tile that is evaluated at once.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct TileBlock(int X, int Y, int Width, int Height)
{
    /// <summary>Bytes from a row of ranks to the next: the width rounded up to 64.</summary>
    public int Pitch => (Width + 63) & -64;
}
