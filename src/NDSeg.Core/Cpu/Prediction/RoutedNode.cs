namespace NDSeg.Cpu.Prediction;

/// <summary>One node of a <see cref="RoutedTrees"/>; nodes stand in pre-order, so that the left child is the next one.</summary>
/// <param name="Feature">Map, or -1 at a leaf.</param>
/// <param name="Rank">A value goes right when more than this many of the map's thresholds lie at or below it. At a leaf its first term.</param>
/// <param name="Right">Right child. At a leaf behind its last term.</param>
internal readonly record struct RoutedNode(int Feature, int Rank, int Right);
