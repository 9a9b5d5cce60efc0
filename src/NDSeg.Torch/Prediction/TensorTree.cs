namespace NDSeg.Torch.Prediction;

/// <summary>One tree with its tests numbered within its group; nodes as in <see cref="Trees.DecisionTree"/>.</summary>
/// <param name="Test">Test of each node, -1 at a leaf.</param>
/// <param name="Left">Left child; at a leaf its ordinal.</param>
/// <param name="Right">Right child.</param>
/// <param name="FirstLeaf">Place of leaf 0 in the group's leaf rows.</param>
/// <param name="LeafCount">Number of leaves.</param>
/// <param name="Target">Margin the tree adds to; 0 for a forest.</param>
internal sealed record TensorTree(int[] Test, int[] Left, int[] Right, int FirstLeaf, int LeafCount, int Target);
