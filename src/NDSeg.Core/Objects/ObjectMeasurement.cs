using NDSeg.Images;

namespace NDSeg.Objects;

/// <summary>
/// Finds and measures the connected components of a label map or of a volume given slice by slice. Holds the runs of two slices
/// and the objects found, never the volume.
/// </summary>
public sealed class ObjectMeasurement
{
    private readonly ObjectOptions options;
    private readonly ObjectForest forest = new();
    private readonly List<ObjectTally> finished = [];
    private readonly Action<int, int> meetRow;
    private readonly Action<int, int> meetSlice;
    private SliceRuns previous = new();
    private SliceRuns current = new();
    private SegLabels? first;
    private IReadOnlyList<SegClass> classes = [];
    private bool[] wanted = [];
    private int firstSlice;
    private int lastSlice;

    /// <summary>Starts a measurement.</summary>
    public ObjectMeasurement(ObjectOptions? options = null)
    {
        this.options = options ?? new ObjectOptions();
        meetRow = (run, other) => Unite(current, other, run);
        meetSlice = (run, other) => Unite(previous, other, run);
    }

    /// <summary>Number of slices added.</summary>
    public int SliceCount { get; private set; }

    /// <summary>Whether a label map is the next slice of what has been added: same file, dataset, size, one slice further.</summary>
    public bool Continues(SegLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return !options.PerSlice && first is not null && labels.Source.SliceIndex is not null && first.Source.SliceIndex is not null
            && labels.Source.Path == first.Source.Path && labels.Source.Dataset == first.Source.Dataset
            && labels.Height == first.Height && labels.Width == first.Width && labels.Source.SliceIndex > lastSlice;
    }

    /// <summary>Adds a label map, or the next slice of a volume.</summary>
    /// <param name="labels">H x W labels.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="SegException">SliceMismatch when it is no further slice of what was added before.</exception>
    public void Add(SegLabels labels, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (first is not null && !Continues(labels))
        {
            throw new SegException("SliceMismatch", SegErrorKind.ShapeMismatch, $"Expected a further slice of {first.Source} with {first.Shape} labels, found {labels.Source} with {labels.Shape}.", "Measure one volume at a time, slices in ascending order.");
        }

        Add(labels, labels.Source.SliceIndex ?? 0, labels.Classes, cancellation);
    }

    /// <summary>The objects of a volume, whose slices belong together wherever they came from. Holds the runs of two slices.</summary>
    /// <param name="volume">The labels.</param>
    /// <param name="options">What counts as an object; the voxel size is that of the volume where none is given.</param>
    /// <param name="run">Cancellation and progress.</param>
    /// <exception cref="SegException">What reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<SegObject> Measure(SegLabelVolume volume, ObjectOptions options, RunOptions run)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(run);
        var measurement = new ObjectMeasurement(options with { VoxelSize = options.VoxelSize ?? volume.VoxelSize });
        for (int z = 0; z < volume.Depth; z++)
        {
            SegLabels slice = volume.ReadSlice(z);
            measurement.Add(slice, z == 0 ? slice.Source.SliceIndex ?? 0 : measurement.firstSlice + z, volume.Classes, run.Cancellation);
            run.Progress?.Report((z + 1.0) / volume.Depth);
        }

        return measurement.Complete();
    }

    private void Add(SegLabels labels, int number, IReadOnlyList<SegClass> all, CancellationToken cancellation)
    {
        lastSlice = number;
        if (first is null)
        {
            first = labels;
            firstSlice = number;
            classes = all;
            wanted = Wanted(all.Count);
        }

        (previous, current) = (current, previous);
        current.Fill(labels, lastSlice, wanted);
        SliceCount++;
        for (int y = 0; y < labels.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            AddRow(y, labels.Height, labels.Width);
        }

        forest.Compact(current.Object.AsSpan(0, current.Count), Finish);
    }

    /// <summary>Ends the measurement.</summary>
    /// <returns>The objects in the order of their first pixels, numbered from 1.</returns>
    public IReadOnlyList<SegObject> Complete()
    {
        if (first is null)
        {
            return [];
        }

        forest.Compact([], Finish);
        ObjectScaling scaling = SliceCount > 1 && options.VoxelSize is { } size
            ? new ObjectScaling(size, options.SliceDistance)
            : new ObjectScaling(PhysicalScale.Of(first.PixelSize), SliceCount > 1, options.SliceDistance);
        string source = (SliceCount > 1 ? first.Source with { SliceIndex = null } : first.Source).ToString();
        finished.Sort((a, b) => (a.FirstSlice, a.StartRow, a.StartColumn).CompareTo((b.FirstSlice, b.StartRow, b.StartColumn)));
        return [.. finished.Select((tally, i) => Describe(tally, i + 1, scaling, source))];
    }

    private void Finish(ObjectTally tally)
    {
        if (tally.Pixels >= options.MinimumPixels)
        {
            finished.Add(tally);
        }
    }

    private bool[] Wanted(int classes)
    {
        var result = new bool[classes + 1];
        foreach (int index in options.ClassIndices ?? [.. Enumerable.Range(1, classes)])
        {
            result[index] = true;
        }

        return result;
    }

    private void AddRow(int y, int height, int width)
    {
        bool edgeRow = y == 0 || y == height - 1;
        (int from, int to) = current.Row(y);
        for (int run = from; run < to; run++)
        {
            bool edge = edgeRow || current.Start(run) == 0 || current.End(run) == width;
            current.Object[run] = forest.Add(ObjectTally.OfRun(current.Label(run), current.Slice, y, current.Start(run), current.End(run), edge));
        }

        if (y > 0)
        {
            RunContacts.Each(current, y, current, y - 1, options.Connectivity.Reach(0, 1), meetRow);
        }

        for (int row = Math.Max(y - 1, 0); row <= Math.Min(y + 1, height - 1) && previous.Slice == current.Slice - 1; row++)
        {
            if (options.Connectivity.Reach(1, row - y) is int reach and >= 0)
            {
                RunContacts.Each(current, y, previous, row, reach, meetSlice);
            }
        }
    }

    private void Unite(SliceRuns others, int other, int run)
    {
        if (others.Label(other) == current.Label(run))
        {
            forest.Unite(others.Object[other], current.Object[run]);
        }
    }

    private SegObject Describe(in ObjectTally tally, int id, ObjectScaling scaling, string source)
    {
        bool volume = SliceCount > 1;
        bool slice = first!.Source.SliceIndex is not null;
        bool endSlice = volume && (tally.FirstSlice == firstSlice || tally.EndSlice == lastSlice + 1);
        SegClass of = classes[tally.Label - 1];
        return new SegObject
        {
            Id = id,
            Class = of.Name,
            Value = of.Value,
            Pixels = tally.Pixels,
            Size = scaling.Size(tally.Pixels),
            SizeUnit = scaling.SizeUnit,
            DiameterPixels = scaling.DiameterOf(tally.Pixels),
            Diameter = scaling.Size(tally.Pixels) is double size ? scaling.DiameterOf(size) : null,
            LengthUnit = scaling.LengthUnit,
            CentroidX = (double)tally.SumX / tally.Pixels,
            CentroidY = (double)tally.SumY / tally.Pixels,
            CentroidZ = volume ? (double)tally.SumZ / tally.Pixels : null,
            FirstColumn = tally.FirstColumn,
            EndColumn = tally.EndColumn,
            FirstRow = tally.FirstRow,
            EndRow = tally.EndRow,
            FirstSlice = slice ? tally.FirstSlice : null,
            EndSlice = slice ? tally.EndSlice : null,
            TouchesBorder = tally.ReachesEdge || endSlice,
            Source = source,
            StartColumn = tally.StartColumn,
        };
    }
}
