namespace NDSeg.Cpu.Prediction;

/// <summary>One look-up of a class's scores: leaf numbers of a row through a table of bytes.</summary>
/// <param name="Row">Byte offset of the row; rows are 256 bytes apart, so the lowest bits are free: bit 0 asks to empty the byte accumulator first, bits 1 to 3 tell in how many parts of 16 the table is filled.</param>
/// <param name="Table">Number of the 64-byte table.</param>
internal readonly record struct ScoreLookUp(int Row, int Table)
{
    /// <summary>Bit of <see cref="Row"/>.</summary>
    public const int Flush = 1;

    /// <summary>Byte offset of the row.</summary>
    public int Offset => Row & ~(PredictionKernels.Chunk - 1);

    /// <summary>Parts of 16 table bytes that are filled.</summary>
    public int Parts => (Row >> 1) & 7;
}
