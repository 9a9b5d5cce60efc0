namespace NDSeg.Filters.Volumes;

/// <summary>A box of a volume. How a volume is cut never changes a result.</summary>
/// <param name="Z">First slice.</param>
/// <param name="Y">First row.</param>
/// <param name="X">First column.</param>
/// <param name="Depth">Slices.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct VolumeBlock(int Z, int Y, int X, int Depth, int Height, int Width);
