namespace NDSeg.Cpu.Prediction;

/// <summary>One addition to an exact sum.</summary>
/// <param name="Row">Byte offset of the row of leaf numbers, or -1 when every pixel adds the same value.</param>
/// <param name="Values">Index of the first leaf value, or of the one value.</param>
/// <param name="Count">Leaf values: 16, 32 or 64.</param>
internal readonly record struct SumTerm(int Row, int Values, int Count);
