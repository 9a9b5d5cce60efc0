namespace NDSeg.Cpu.Prediction;

/// <summary>
/// A tree of at most 64 leaves, or one of several that stand for a larger tree: each then holds 63 neighbouring leaves, and
/// its leaf 0 means that the sample ends in another slice.
/// </summary>
/// <param name="Tree">Tree in the ensemble.</param>
/// <param name="Root">First node.</param>
/// <param name="Leaves">Leaf numbers used.</param>
/// <param name="Target">First sum the leaves add to.</param>
/// <param name="ScoreTable">First 64-byte table of low score bytes, one per output; the high ones follow.</param>
/// <param name="ScoreRow">First 16-byte row of scores by leaf.</param>
/// <param name="ValueTable">First float of the exact leaf values, output by output.</param>
/// <param name="ValueCount">Floats per output in it: 16, 32 or 64.</param>
internal readonly record struct TreeSlice(int Tree, int Root, int Leaves, int Target, int ScoreTable, int ScoreRow, int ValueTable, int ValueCount);
