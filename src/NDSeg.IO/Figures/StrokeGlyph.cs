namespace NDSeg.IO.Figures;

/// <summary>One character as pen strokes.</summary>
/// <param name="Width">Distance from the leftmost to the rightmost pen position.</param>
/// <param name="Strokes">SVG path data; y grows downwards, the baseline is 0, capitals are 14 high, small letters 9.6.</param>
internal sealed record StrokeGlyph(float Width, string Strokes);
