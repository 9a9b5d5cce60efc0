namespace NDSeg.IO.Figures;

/// <summary>A rectangle of pixels; the end row and column are not part of it, as in <c>[500:900, 400:800]</c>.</summary>
/// <param name="FirstRow">First row.</param>
/// <param name="EndRow">One past the last row.</param>
/// <param name="FirstColumn">First column.</param>
/// <param name="EndColumn">One past the last column.</param>
public sealed record FigureCrop(int FirstRow, int EndRow, int FirstColumn, int EndColumn);
