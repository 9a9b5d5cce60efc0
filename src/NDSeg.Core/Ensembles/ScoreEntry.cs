namespace NDSeg.Ensembles;

/// <summary>One look-up of a class's scores: leaf numbers of a row through a table of bytes.</summary>
/// <param name="Row">Byte offset of the row; the lowest bit asks to empty the byte accumulator first.</param>
/// <param name="Table">Number of the 64-byte table.</param>
internal readonly record struct ScoreEntry(int Row, int Table)
{
    public const int Flush = 1;
}
