namespace NDSeg.Cpu.Prediction;

/// <summary>One node of a <see cref="FlatTrees"/>.</summary>
/// <param name="Threshold">Threshold; NaN at a leaf.</param>
/// <param name="Feature">Map; at a leaf that of its parent, so that reading it is harmless.</param>
/// <param name="Left">Left child; the right child is the node after it. At a leaf the node before itself.</param>
/// <param name="Leaf">Ordinal of a leaf; -1 at a test.</param>
internal readonly record struct FlatNode(float Threshold, int Feature, int Left, int Leaf);
