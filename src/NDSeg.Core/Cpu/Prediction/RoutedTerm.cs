namespace NDSeg.Cpu.Prediction;

/// <summary>What a leaf adds to one sum; a leaf lists only what is not 0.</summary>
/// <param name="Sum">Place of the sum's first float: 256 times its number.</param>
/// <param name="Value">Value.</param>
internal readonly record struct RoutedTerm(int Sum, float Value);
