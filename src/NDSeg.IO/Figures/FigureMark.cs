namespace NDSeg.IO.Figures;

/// <summary>A frame around a part of the picture, with a short text at its corner. Drawn over the picture, never smaller than one can see.</summary>
/// <param name="Top">First row of the image.</param>
/// <param name="Left">First column of the image.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Text">What stands at its corner.</param>
public sealed record FigureMark(int Top, int Left, int Height, int Width, string Text);
