using NDSeg.Images;

namespace NDSeg.PowerShell.Binding;

/// <summary>Reads what -VoxelSize parameters take.</summary>
internal static class VoxelSizeArgument
{
    /// <summary>The size of three distances z, y, x; null where none are given.</summary>
    /// <param name="distances">Distances between slices, rows and columns.</param>
    /// <param name="unit">Their unit of length; null where it is not known.</param>
    /// <exception cref="SegException">InvalidVoxelSize; VoxelUnitNotApplicable for a unit of no distances.</exception>
    public static VoxelSize? Parse(double[]? distances, string? unit)
        => distances is null && unit is not null
            ? throw new SegException("VoxelUnitNotApplicable", SegErrorKind.InvalidArgument, $"Expected -VoxelUnit with -VoxelSize, found '{unit}' alone.", "Add -VoxelSize: a unit changes nothing about the distances that a file names.")
            : distances is null ? null : new VoxelSize(distances[0], distances[1], distances[2], unit).Validated();
}
