using System.Globalization;

namespace NDSeg.Images;

/// <summary>The distances between the voxels of a volume along its three axes.</summary>
/// <param name="Z">Distance between slices.</param>
/// <param name="Y">Distance between rows.</param>
/// <param name="X">Distance between columns.</param>
/// <param name="Unit">Unit of length of the three, such as <c>µm</c>; null when only their ratio is known.</param>
public sealed record VoxelSize(double Z, double Y, double X, string? Unit = null)
{
    // Axes may not differ more than this: a window then spans some ten thousand samples.
    private const double GreatestRatio = 1000;

    /// <summary>Distances between slices and rows in units of the distance between columns.</summary>
    public VoxelRatio Ratio => new(Z / X, Y / X);

    /// <summary>Whether the three distances are the same, but for rounding in the file.</summary>
    public bool IsIsotropic => Math.Abs(Ratio.Z - 1) < 1e-3 && Math.Abs(Ratio.Y - 1) < 1e-3;

    /// <summary>The voxel size that a resolution gives, without a unit where it knows none; null where it names no distance between slices.</summary>
    public static VoxelSize? Of(PixelSize? size)
    {
        if (PhysicalScale.Of(size) is { Depth: double depth } scale)
        {
            return new VoxelSize(depth, scale.Height, scale.Width, scale.Unit);
        }

        // Programs count in pixels where they know no unit; how far slices are apart in them is what filters need.
        return PhysicalScale.SpacingOf(size) is double spacing && new VoxelSize(spacing, 1 / size!.PixelsPerUnitY, 1 / size.PixelsPerUnitX) is { IsUsable: true } bare ? bare : null;
    }

    /// <summary>Checks the distances.</summary>
    /// <exception cref="SegException">InvalidVoxelSize, naming the values.</exception>
    public VoxelSize Validated()
        => IsUsable
            ? this
            : throw new SegException(
                "InvalidVoxelSize",
                SegErrorKind.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"Expected three distances above 0 (z, y, x), none more than {GreatestRatio} times another, found {this}."),
                "Give the distances between slices, rows and columns with -VoxelSize.");

    /// <summary>The resolution of a slice as files carry it, the distance between slices in ImageJ's form, without a unit where none is known.</summary>
    public PixelSize ToPixelSize()
        => new(1 / X, 1 / Y, 1, string.Create(CultureInfo.InvariantCulture, $"ImageJ=1.53t\n{(Unit is null ? string.Empty : $"unit={Unit}\n")}spacing={Z}\n"));

    /// <summary>The resolution of a slice of a volume with these distances: its own where that says the same, word for word.</summary>
    /// <param name="own">What the slice itself says.</param>
    internal PixelSize OfSlice(PixelSize? own) => own is not null && Of(own) == this ? own : ToPixelSize();

    /// <summary>Distances in the order of the axes, and the unit: <c>2.5 x 1 x 1 µm</c>.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Z:G6} x {Y:G6} x {X:G6}{(Unit is null ? string.Empty : " " + Unit)}");

    private bool IsUsable => new[] { Z, Y, X }.All(d => d > 0 && double.IsFinite(d)) && Fits(Ratio.Z) && Fits(Ratio.Y);

    private static bool Fits(double ratio) => ratio is <= GreatestRatio and >= 1 / GreatestRatio;
}
