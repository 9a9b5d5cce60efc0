namespace NDSeg.Cpu.Prediction;

/// <summary>Smallest and greatest rank of a rectangle.</summary>
internal readonly record struct RankRange(int Least, int Greatest);
