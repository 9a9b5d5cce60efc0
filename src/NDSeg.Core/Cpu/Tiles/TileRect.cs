namespace NDSeg.Cpu.Tiles;

/// <summary>A rectangle of an image.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct TileRect(int X, int Y, int Width, int Height);
