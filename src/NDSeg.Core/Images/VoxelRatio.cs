namespace NDSeg.Images;

/// <summary>How far slices and rows of a volume are apart, in units of the distance between columns.</summary>
/// <param name="Z">Distance between slices.</param>
/// <param name="Y">Distance between rows.</param>
public readonly record struct VoxelRatio(double Z, double Y)
{
    /// <summary>The same distance along every axis.</summary>
    public static VoxelRatio Isotropic { get; } = new(1, 1);
}
