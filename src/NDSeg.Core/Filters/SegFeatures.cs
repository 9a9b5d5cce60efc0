using NDSeg.Images;

namespace NDSeg.Filters;

/// <summary>
/// A stack of feature maps, C x H x W float32, plane by plane, on the device of the engine that made it. Owns its
/// memory: dispose it (or let it go out of scope) to give the memory back.
/// </summary>
public abstract class SegFeatures : IDisposable
{
    /// <summary>Describes the stack.</summary>
    protected SegFeatures(int height, int width, FeaturePlan plan, SegImage image)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(image);
        Height = height;
        Width = width;
        Plan = plan;
        Source = image.Source;
        PixelSize = image.PixelSize;
        Series = image.Series;
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Number of maps.</summary>
    public int Count => Plan.Count;

    /// <summary>Number of maps, under the name it has for models.</summary>
    public int Maps => Count;

    /// <summary>The maps in stack order.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>The configuration the maps were computed with.</summary>
    public FeatureConfig Config => Plan.Config;

    /// <summary>The names of the maps in stack order.</summary>
    public IReadOnlyList<string> Names => Plan.NameList;

    /// <summary>Where the image came from.</summary>
    public ImageSource Source { get; }

    /// <summary>Full path of the image's file; null for memory.</summary>
    public string? Path => Source.Path;

    /// <summary>0-based slice of that file; null where it holds one image.</summary>
    public int? Slice => Source.SliceIndex;

    /// <summary>Physical resolution of the image, if known.</summary>
    public PixelSize? PixelSize { get; }

    /// <summary>Place of the image among the slices of a volume; null outside a series.</summary>
    public SeriesPosition? Series { get; }

    /// <summary>The shape as text, <c>H x W x C</c>.</summary>
    public string Shape => $"{Height} x {Width} x {Count}";

    /// <summary>Where the maps are.</summary>
    public abstract DeviceKind Device { get; }

    /// <summary>The device as the engine calls it: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public abstract string DeviceName { get; }

    /// <summary>True after <see cref="Dispose()"/>.</summary>
    public abstract bool IsDisposed { get; }

    /// <summary>A copy of one map, H x W, row-major.</summary>
    /// <param name="map">0-based place in the stack.</param>
    /// <exception cref="ObjectDisposedException">The stack was disposed.</exception>
    public abstract float[] CopyMap(int map);

    /// <summary>A copy of one map by name.</summary>
    /// <exception cref="SegException">UnknownFeature, listing the names there are.</exception>
    public float[] CopyMap(string name)
    {
        int map = Plan.Names.IndexOf(name);
        return map >= 0
            ? CopyMap(map)
            : throw new SegException("UnknownFeature", SegErrorKind.NotFound, $"Expected one of the maps {string.Join(", ", Plan.Names)}; found '{name}'.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Shape, device and source.</summary>
    public override string ToString() => $"{Shape} on {DeviceName}, {Source}{(IsDisposed ? " (disposed)" : string.Empty)}";

    /// <summary>Gives the memory back.</summary>
    protected abstract void Dispose(bool disposing);
}
