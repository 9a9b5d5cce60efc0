using NDSeg.Images;

namespace NDSeg.Objects;

/// <summary>From numbers of pixels to areas, volumes and diameters.</summary>
internal sealed class ObjectScaling
{
    private readonly bool volume;
    private readonly double? pixel;

    /// <param name="scale">The size of a pixel; null when it is not known.</param>
    /// <param name="volume">Whether objects have three dimensions.</param>
    /// <param name="sliceDistance">Distance between slices; null takes that of <paramref name="scale"/>.</param>
    public ObjectScaling(PhysicalScale? scale, bool volume, double? sliceDistance)
    {
        this.volume = volume;
        double? depth = sliceDistance ?? scale?.Depth;
        if (scale is not null && (!volume || depth is not null))
        {
            pixel = scale.Width * scale.Height * (volume ? depth!.Value : 1);
            LengthUnit = scale.Unit;
            SizeUnit = scale.Unit + (volume ? "³" : "²");
        }
    }

    /// <param name="size">The size of a voxel, without a unit where only the ratio of its edges is known.</param>
    /// <param name="sliceDistance">Distance between slices; null takes that of <paramref name="size"/>.</param>
    public ObjectScaling(VoxelSize size, double? sliceDistance)
    {
        volume = true;
        if (size.Unit is not null)
        {
            pixel = size.X * size.Y * (sliceDistance ?? size.Z);
            LengthUnit = size.Unit;
            SizeUnit = size.Unit + "³";
        }
    }

    public string? LengthUnit { get; }

    public string? SizeUnit { get; }

    public double? Size(long pixels) => pixels * pixel;

    /// <summary>Diameter of the circle with an area, or the sphere with a volume.</summary>
    public double DiameterOf(double size) => volume ? Math.Cbrt(6 * size / Math.PI) : Math.Sqrt(4 * size / Math.PI);
}
