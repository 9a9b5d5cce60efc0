namespace NDSeg.IO.Tiff;

/// <summary>Delivers rows of samples, little-endian and interleaved. Must be callable from several threads.</summary>
/// <param name="firstRow">First row.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="target">Receives the rows without gaps.</param>
internal delegate void TiffRowSource(int firstRow, int rows, Span<byte> target);
