namespace NDSeg.Images;

/// <summary>
/// A label map of H x W class indices (0 = unlabelled, 1..K = <see cref="Classes"/>), with the values and colours the
/// classes had in the file, so that an export restores them. Sparse strokes, ground truth and results share this type.
/// </summary>
public sealed class SegLabels
{
    private readonly byte[]? narrow;
    private readonly ushort[]? wide;

    /// <summary>Wraps a map of at most 255 classes without copying it.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="indices">H * W class indices in row-major order.</param>
    /// <param name="classes">Classes 1..K in index order.</param>
    /// <param name="encoding">How the classes stand in label files.</param>
    /// <param name="source">Where the labels came from; null for memory.</param>
    /// <param name="pixelSize">Physical resolution, if known.</param>
    /// <exception cref="SegException">InvalidLabels when sizes, indices or classes disagree.</exception>
    public SegLabels(
        int height,
        int width,
        byte[] indices,
        IReadOnlyList<SegClass> classes,
        LabelEncoding encoding = LabelEncoding.Indexed,
        ImageSource? source = null,
        PixelSize? pixelSize = null)
        : this(height, width, classes, encoding, source, pixelSize)
    {
        ArgumentNullException.ThrowIfNull(indices);
        narrow = indices;
        Validate(indices.LongLength, classes.Count < byte.MaxValue && indices.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)classes.Count) is int i and >= 0 ? i : -1);
    }

    /// <summary>Wraps a map of more than 255 classes without copying it.</summary>
    /// <inheritdoc cref="SegLabels(int, int, byte[], IReadOnlyList{SegClass}, LabelEncoding, ImageSource, PixelSize)"/>
    public SegLabels(
        int height,
        int width,
        ushort[] indices,
        IReadOnlyList<SegClass> classes,
        LabelEncoding encoding = LabelEncoding.Indexed,
        ImageSource? source = null,
        PixelSize? pixelSize = null)
        : this(height, width, classes, encoding, source, pixelSize)
    {
        ArgumentNullException.ThrowIfNull(indices);
        wide = indices;
        Validate(indices.LongLength, indices.AsSpan().IndexOfAnyExceptInRange((ushort)0, (ushort)classes.Count));
    }

    private SegLabels(SegLabels labels, ImageSource source, SeriesPosition? series, PixelSize? pixelSize)
    {
        narrow = labels.narrow;
        wide = labels.wide;
        Height = labels.Height;
        Width = labels.Width;
        Classes = labels.Classes;
        Encoding = labels.Encoding;
        Source = source;
        PixelSize = pixelSize;
        Series = series;
        Steps = labels.Steps;
    }

    private SegLabels(int height, int width, IReadOnlyList<SegClass> classes, LabelEncoding encoding, ImageSource? source, PixelSize? pixelSize)
    {
        ArgumentNullException.ThrowIfNull(classes);
        for (int k = 0; k < classes.Count; k++)
        {
            if (classes[k].Index != k + 1)
            {
                throw new SegException("InvalidLabels", SegErrorKind.InvalidArgument, $"Expected class indices 1 to {classes.Count} in order, found {classes[k].Index} at place {k + 1}.");
            }
        }

        Height = height;
        Width = width;
        Classes = new SegClassList(classes);
        Encoding = encoding;
        Source = source ?? ImageSource.Memory;
        PixelSize = pixelSize;
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Classes 1..K in index order.</summary>
    public IReadOnlyList<SegClass> Classes { get; }

    /// <summary>Number of classes K.</summary>
    public int ClassCount => Classes.Count;

    /// <summary>How the classes stand in label files.</summary>
    public LabelEncoding Encoding { get; }

    /// <summary>Where the labels came from.</summary>
    public ImageSource Source { get; }

    /// <summary>Full path of the file they came from; null for memory.</summary>
    public string? Path => Source.Path;

    /// <summary>0-based slice of that file; null where it holds one map.</summary>
    public int? Slice => Source.SliceIndex;

    /// <summary>Physical resolution, if known.</summary>
    public PixelSize? PixelSize { get; }

    /// <summary>Place among the slices of a volume that is worked on; null outside a series.</summary>
    public SeriesPosition? Series { get; }

    /// <summary>The shape as text, <c>H x W</c>.</summary>
    public string Shape => $"{Height} x {Width}";

    /// <summary>True when indices are held as bytes (at most 255 classes).</summary>
    public bool IsNarrow => narrow is not null;

    /// <summary>The indices as bytes; empty when <see cref="IsNarrow"/> is false.</summary>
    public ReadOnlySpan<byte> Bytes => narrow;

    /// <summary>The indices as 16-bit values; empty when <see cref="IsNarrow"/> is true.</summary>
    public ReadOnlySpan<ushort> Words => wide;

    /// <summary>The class index of one pixel, 0 when unlabelled.</summary>
    public int this[int y, int x]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width);
            return At(((long)y * Width) + x);
        }
    }

    /// <summary>The class index at a row-major position.</summary>
    public int At(long position) => narrow is not null ? narrow[position] : wide![position];

    /// <summary>The steps that changed the labels, first to last; empty when nobody noted them.</summary>
    public IReadOnlyList<ProcessingStep> Steps { get; private init; } = new JoinedList<ProcessingStep>([]);

    /// <summary>The same labels, indices shared, at a place in a series.</summary>
    public SegLabels InSeries(SeriesPosition? series) => new(this, Source, series, PixelSize);

    /// <summary>The same labels, indices shared, with another source and place.</summary>
    public SegLabels From(ImageSource source, SeriesPosition? series) => new(this, source, series, PixelSize);

    /// <summary>The same map, not copied, with other colours.</summary>
    /// <param name="colorOf">The colour of a class.</param>
    public SegLabels WithColors(Func<SegClass, RgbColor> colorOf)
    {
        ArgumentNullException.ThrowIfNull(colorOf);
        SegClass[] recoloured = [.. Classes.Select(c => new SegClass(c.Index, c.Value, c.Name, colorOf(c)))];
        return With(recoloured, PixelSize).InSeries(null);
    }

    /// <summary>The same labels, indices shared, with classes of other names and colours.</summary>
    /// <param name="classes">Classes 1..K in index order.</param>
    public SegLabels WithClasses(IReadOnlyList<SegClass> classes)
        => With(classes, PixelSize);

    /// <summary>The same labels, numbered as in another list of classes.</summary>
    /// <param name="classes">Classes 1..K in index order; among them the values of all of these.</param>
    public SegLabels NumberedAs(IReadOnlyList<SegClass> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var indexOf = classes.ToDictionary(c => c.Value, c => c.Index);
        int[] renumbered = [0, .. Classes.Select(c => indexOf[c.Value])];
        bool few = classes.Count <= byte.MaxValue;
        if (few == IsNarrow && renumbered.Select((index, old) => index == old).All(same => same))
        {
            return WithClasses(classes);
        }

        long pixels = (long)Height * Width;
        byte[] bytes = new byte[few ? pixels : 0];
        ushort[] words = new ushort[few ? 0 : pixels];
        for (long i = 0; i < pixels; i++)
        {
            int index = renumbered[At(i)];
            if (few)
            {
                bytes[i] = (byte)index;
            }
            else
            {
                words[i] = (ushort)index;
            }
        }

        SegLabels result = few ? new(Height, Width, bytes, classes, Encoding, Source, PixelSize) : new(Height, Width, words, classes, Encoding, Source, PixelSize);
        return new SegLabels(result, Source, Series, PixelSize) { Steps = Steps };
    }

    /// <summary>The same labels, indices shared, with another resolution.</summary>
    public SegLabels WithPixelSize(PixelSize? pixelSize) => new(this, Source, Series, pixelSize);

    /// <summary>The same labels, indices shared, with a note of the steps that changed them.</summary>
    public SegLabels WithSteps(IReadOnlyList<ProcessingStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return new SegLabels(this, Source, Series, PixelSize) { Steps = new JoinedList<ProcessingStep>(steps) };
    }

    /// <summary>Number of pixels of every class; element 0 counts the unlabelled ones. Length K + 1.</summary>
    public long[] CountPixels()
    {
        var counts = new long[Math.Max(Classes.Count + 1, 256)];
        if (narrow is not null)
        {
            foreach (byte index in narrow)
            {
                counts[index]++;
            }
        }
        else
        {
            foreach (ushort index in wide!)
            {
                counts[index]++;
            }
        }

        return counts[..(Classes.Count + 1)];
    }

    /// <summary>Shape, number of classes and source.</summary>
    public override string ToString() => $"{Shape}, {Classes.Count} classes, {Source}";

    private SegLabels With(IReadOnlyList<SegClass> classes, PixelSize? pixelSize)
    {
        SegLabels result = narrow is not null ? new(Height, Width, narrow, classes, Encoding, Source, pixelSize) : new(Height, Width, wide!, classes, Encoding, Source, pixelSize);
        return new SegLabels(result, Source, Series, PixelSize) { Steps = Steps };
    }

    private void Validate(long length, int firstBad)
    {
        if (Height < 1 || Width < 1 || length != (long)Height * Width)
        {
            throw new SegException("InvalidLabels", SegErrorKind.InvalidData, $"Expected {(long)Height * Width} labels for {Height} x {Width} pixels, found {length}.");
        }

        if (firstBad >= 0)
        {
            throw new SegException("InvalidLabels", SegErrorKind.InvalidData, $"Expected class indices 0 to {Classes.Count}, found {At(firstBad)} at row {firstBad / Width}, column {firstBad % Width}.");
        }
    }
}
