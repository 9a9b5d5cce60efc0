namespace NDSeg.Filters.Volumes;

/// <summary>The lengths of a volume's axes.</summary>
/// <param name="Depth">Slices.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct VolumeExtent(int Depth, int Height, int Width);
