using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Counts the classes of a label map, or of a volume given slice by slice.</summary>
public sealed class PhaseMeasurement
{
    private readonly SegClassList classes;
    private readonly long[] counts;

    /// <summary>Starts a measurement.</summary>
    /// <param name="classes">Classes 1..K of all slices.</param>
    public PhaseMeasurement(IReadOnlyList<SegClass> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        this.classes = new SegClassList(classes);
        counts = new long[classes.Count + 1];
    }

    /// <summary>Number of maps or slices added.</summary>
    public int SliceCount { get; private set; }

    /// <summary>Adds a map or slice.</summary>
    /// <exception cref="SegException">ClassesDiffer.</exception>
    public void Add(SegLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        VolumeClasses.Check(classes, labels);
        SliceCount++;
        long[] more = labels.CountPixels();
        for (int c = 0; c < more.Length; c++)
        {
            counts[c] += more[c];
        }
    }

    /// <summary>The phases of a single map.</summary>
    /// <param name="pixelSize">Resolution; null when it is not known.</param>
    public IReadOnlyList<SegPhase> Complete(PixelSize? pixelSize)
        => PhysicalScale.Of(pixelSize) is { } scale ? Complete(scale.Unit, 1 / (pixelSize!.PixelsPerUnitX * pixelSize.PixelsPerUnitY), null) : Complete(null, null, null);

    /// <summary>The phases of a volume.</summary>
    /// <param name="voxelSize">Size of a voxel; null when it is not known.</param>
    public IReadOnlyList<SegPhase> Complete(VoxelSize? voxelSize)
        => voxelSize?.Unit is null ? Complete(null, null, null) : Complete(voxelSize.Unit, null, voxelSize.Z * voxelSize.Y * voxelSize.X);

    private IReadOnlyList<SegPhase> Complete(string? unit, double? area, double? volume)
    {
        long labelled = counts.Sum() - counts[0];
        return
        [
            .. classes.Select(c => new SegPhase(
                c.Name,
                c.Value,
                c.Color.ToString(),
                counts[c.Index],
                labelled == 0 ? 0 : (double)counts[c.Index] / labelled,
                counts[c.Index] * area,
                unit)
            {
                Volume = counts[c.Index] * volume,
            }),
        ];
    }
}
