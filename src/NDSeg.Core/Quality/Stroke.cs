namespace NDSeg.Quality;

/// <summary>One painted stroke: a set of training pixels of one class that touch, diagonally included.</summary>
/// <param name="Image">0-based ordinal of the image; in volumes of the slice of its first pixel.</param>
/// <param name="ClassIndex">Class 1..K.</param>
/// <param name="Pixels">Number of training pixels.</param>
/// <param name="Row">Row of its first pixel.</param>
/// <param name="Column">Column of its first pixel.</param>
public sealed record Stroke(int Image, int ClassIndex, int Pixels, int Row, int Column);
