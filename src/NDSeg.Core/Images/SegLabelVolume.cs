namespace NDSeg.Images;

/// <summary>
/// Labels of Z x Y x X voxels whose slices are read when they are asked for, one at a time; all share one list of classes. Strokes on a
/// few slices, ground truth and results share this type. May be used by several threads. Dispose it, or let it go, to close the file.
/// </summary>
public sealed class SegLabelVolume : IDisposable
{
    private readonly Lock gate = new();
    private readonly Func<int, SegLabels> read;
    private readonly IDisposable? owned;
    private bool closed;

    /// <summary>Describes a label volume.</summary>
    /// <param name="depth">Slices Z, at least 1.</param>
    /// <param name="height">Rows Y of every slice.</param>
    /// <param name="width">Columns X of every slice.</param>
    /// <param name="classes">Classes 1..K in index order; those of every slice.</param>
    /// <param name="read">Reads the slice of a 0-based place; called by one thread at a time. What it throws goes to the caller.</param>
    /// <param name="encoding">How the classes stand in label files.</param>
    /// <param name="source">Where the volume came from; null for memory.</param>
    /// <param name="voxelSize">Distances between voxels, if known.</param>
    /// <param name="owned">What to close with the volume.</param>
    /// <exception cref="SegException">InvalidLabels; InvalidVoxelSize.</exception>
    public SegLabelVolume(
        int depth,
        int height,
        int width,
        IReadOnlyList<SegClass> classes,
        Func<int, SegLabels> read,
        LabelEncoding encoding = LabelEncoding.Indexed,
        ImageSource? source = null,
        VoxelSize? voxelSize = null,
        IDisposable? owned = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(read);
        if (depth < 1 || height < 1 || width < 1)
        {
            throw new SegException("InvalidLabels", SegErrorKind.InvalidData, $"Expected at least one voxel, found {depth} x {height} x {width}.");
        }

        Depth = depth;
        Height = height;
        Width = width;
        Classes = new SegClassList(classes);
        Encoding = encoding;
        Source = source ?? ImageSource.Memory;
        VoxelSize = voxelSize?.Validated();
        this.read = read;
        this.owned = owned;
    }

    /// <summary>Slices Z.</summary>
    public int Depth { get; }

    /// <summary>Rows Y of every slice.</summary>
    public int Height { get; }

    /// <summary>Columns X of every slice.</summary>
    public int Width { get; }

    /// <summary>Classes 1..K in index order.</summary>
    public IReadOnlyList<SegClass> Classes { get; }

    /// <summary>Number of classes K.</summary>
    public int ClassCount => Classes.Count;

    /// <summary>How the classes stand in label files.</summary>
    public LabelEncoding Encoding { get; }

    /// <summary>Distances between voxels; null when they are not known.</summary>
    public VoxelSize? VoxelSize { get; }

    /// <summary>Where the volume came from.</summary>
    public ImageSource Source { get; }

    /// <summary>Full path of the file it came from; null for memory.</summary>
    public string? Path => Source.Path;

    /// <summary>HDF5 dataset it came from, or null.</summary>
    public string? Dataset => Source.Dataset;

    /// <summary>The number that the first slice has in its file; 0 unless the volume is a later part of one.</summary>
    public int FirstSlice { get; init; }

    /// <summary>The steps that changed the labels, first to last; empty when nobody noted them.</summary>
    public IReadOnlyList<ProcessingStep> Steps { get; private init; } = new JoinedList<ProcessingStep>([]);

    /// <summary>Number of voxels.</summary>
    public long Voxels => (long)Depth * Height * Width;

    /// <summary>The shape as text, <c>Z x Y x X</c>.</summary>
    public string Shape => $"{Depth} x {Height} x {Width}";

    /// <summary>A volume of label maps in memory, top to bottom.</summary>
    /// <param name="slices">Maps of one size; their classes are matched by <see cref="SegClass.Value"/>.</param>
    /// <param name="voxelSize">Distances between voxels; null takes what the first slice says.</param>
    /// <exception cref="SegException">InvalidLabels for no slice; SliceShapeMismatch for slices that differ; ClassMismatch for colours with integers.</exception>
    public static SegLabelVolume FromSlices(IReadOnlyList<SegLabels> slices, VoxelSize? voxelSize = null)
    {
        ArgumentNullException.ThrowIfNull(slices);
        return Sparse(slices.Count, [.. slices.Select((labels, z) => (z, labels))], voxelSize);
    }

    /// <summary>Strokes on some slices of a volume; the others are unlabelled.</summary>
    /// <param name="depth">Slices of the volume.</param>
    /// <param name="slices">0-based places and their maps, of one size, their classes matched by <see cref="SegClass.Value"/>; of a place that comes twice the last.</param>
    /// <param name="voxelSize">Distances between voxels; null takes what the first map says.</param>
    /// <exception cref="SegException">InvalidLabels for no slice; SliceOutOfRange; SliceShapeMismatch for slices that differ; ClassMismatch for colours with integers.</exception>
    public static SegLabelVolume Sparse(int depth, IReadOnlyList<(int Place, SegLabels Labels)> slices, VoxelSize? voxelSize = null)
    {
        ArgumentNullException.ThrowIfNull(slices);
        if (slices.Count == 0)
        {
            throw new SegException("InvalidLabels", SegErrorKind.InvalidArgument, "Expected at least one slice of labels, found none.");
        }

        SegLabels first = slices[0].Labels;
        ImageSource source = CommonSource(slices);
        if (slices.FirstOrDefault(s => s.Labels.Encoding != first.Encoding).Labels is { } other)
        {
            throw new SegException("ClassMismatch", SegErrorKind.InvalidData, $"Expected labels of one kind, found {first.Encoding} in {first.Source} and {other.Encoding} in {other.Source}.", "Save all label files with integer values, or all with colours.");
        }

        bool alike = slices.All(s => SameValues(s.Labels.Classes, first.Classes));
        IReadOnlyList<SegClass> classes = alike ? first.Classes : SegClassList.Merged(slices.Select(s => s.Labels.Classes));
        var painted = new Dictionary<int, SegLabels>();
        SegLabels? blank = null;
        SegLabels Read(int z) => painted.TryGetValue(z, out SegLabels? labels)
            ? labels
            : blank ??= classes.Count <= byte.MaxValue
                ? new SegLabels(first.Height, first.Width, new byte[(long)first.Height * first.Width], classes, first.Encoding, source, first.PixelSize)
                : new SegLabels(first.Height, first.Width, new ushort[(long)first.Height * first.Width], classes, first.Encoding, source, first.PixelSize);
        var volume = new SegLabelVolume(
            depth, first.Height, first.Width, classes, Read, first.Encoding, source, voxelSize ?? Images.VoxelSize.Of(first.PixelSize));
        foreach ((int place, SegLabels labels) in slices)
        {
            volume.CheckPlace(place);
            SegLabels numbered = alike ? labels : labels.NumberedAs(classes);
            volume.Check(numbered, place);
            painted[place] = numbered;
        }

        return volume;
    }

    /// <summary>Other labels of the same voxels: shape, classes, source and distances are those of this volume.</summary>
    /// <param name="slice">Makes the slice of a 0-based place; called by one thread at a time.</param>
    /// <param name="owned">What to close with the volume.</param>
    /// <param name="steps">The steps that changed the labels; null takes those of this volume.</param>
    public SegLabelVolume With(Func<int, SegLabels> slice, IDisposable? owned = null, IReadOnlyList<ProcessingStep>? steps = null)
        => new(Depth, Height, Width, Classes, slice, Encoding, Source, VoxelSize, owned) { FirstSlice = FirstSlice, Steps = steps is null ? Steps : new JoinedList<ProcessingStep>(steps) };

    /// <summary>Reads one slice.</summary>
    /// <param name="z">0-based place, below <see cref="Depth"/>.</param>
    /// <returns>The slice, its place in <see cref="SegLabels.Series"/>, with the <see cref="VoxelSize"/> of the volume where that is known.</returns>
    /// <exception cref="SegException">SliceOutOfRange; SliceShapeMismatch; what reading the file throws for a damaged slice.</exception>
    /// <exception cref="ObjectDisposedException">The volume was disposed.</exception>
    public SegLabels ReadSlice(int z)
    {
        CheckPlace(z);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            SegLabels slice = read(z);
            Check(slice, z);
            SegLabels placed = (Steps.Count > 0 ? slice.WithSteps(Steps) : slice).From(SourceOf(slice, z), new SeriesPosition(z, Depth));
            return VoxelSize is null ? placed : placed.WithPixelSize(VoxelSize.OfSlice(slice.PixelSize));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (!closed)
            {
                closed = true;
                owned?.Dispose();
            }
        }
    }

    /// <summary>Shape, number of classes and source.</summary>
    public override string ToString() => $"{Shape}, {Classes.Count} classes, {Source}";

    // What came from elsewhere, and what nobody painted, is known by its place: results of one source belong together.
    private ImageSource SourceOf(SegLabels slice, int z)
        => Depth == 1 || (slice.Source.SliceIndex is not null && slice.Source.Path == Path && slice.Source.Dataset == Dataset) ? slice.Source : Source with { SliceIndex = FirstSlice + z };

    private static ImageSource CommonSource(IReadOnlyList<(int Place, SegLabels Labels)> slices)
    {
        ImageSource first = slices[0].Labels.Source;
        if (slices.All(s => s.Labels.Source.Path == first.Path && s.Labels.Source.Dataset == first.Dataset))
        {
            return first with { SliceIndex = null };
        }

        string[] folders = [.. slices.Select(s => System.IO.Path.GetDirectoryName(s.Labels.Path) ?? string.Empty).Distinct()];
        return folders is [{ Length: > 0 } folder] ? new ImageSource(folder) : ImageSource.Memory;
    }

    private void CheckPlace(int z)
    {
        if (z < 0 || z >= Depth)
        {
            throw new SegException("SliceOutOfRange", SegErrorKind.InvalidArgument, $"Expected slices between 0 and {Depth - 1}, found {z}: {Source} holds {Depth}.", "Count slices from 0.");
        }
    }

    private void Check(SegLabels slice, int z)
    {
        if (slice.Height != Height || slice.Width != Width || slice.ClassCount > ClassCount || !SameValues(slice.Classes, Classes.Take(slice.ClassCount)))
        {
            throw new SegException(
                "SliceShapeMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected label maps of {Height} x {Width} pixels with the {ClassCount} classes of the volume {Source} (values {ValuesOf(Classes)}), found {slice.Shape} with {slice.ClassCount} (values {ValuesOf(slice.Classes)}) as slice {z}.",
                "Make a volume of slices of one size with one list of classes.");
        }
    }

    private static bool SameValues(IEnumerable<SegClass> some, IEnumerable<SegClass> others) => some.Select(c => c.Value).SequenceEqual(others.Select(c => c.Value));

    private static string ValuesOf(IReadOnlyList<SegClass> classes) => string.Join(", ", classes.Take(20).Select(c => c.Value));
}
