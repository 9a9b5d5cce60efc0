namespace NDSeg.Paint.Strokes;

/// <summary>Pixels side by side in a row.</summary>
/// <param name="Y">Row.</param>
/// <param name="X">First column.</param>
/// <param name="Length">Columns, at least 1.</param>
internal readonly record struct PixelRun(int Y, int X, int Length);
