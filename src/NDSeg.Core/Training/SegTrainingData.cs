using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Storage;

namespace NDSeg.Training;

/// <summary>The labelled pixels of one or more images as a table, in row-major pixel order image by image.</summary>
/// <remarks>What has an element per row comes from methods: what lists the properties of an object must not print it.</remarks>
public sealed class SegTrainingData
{
    private readonly float[] values;
    private readonly int[] targets;
    private readonly int[] rows;
    private readonly int[] columns;
    private readonly int[] images;

    /// <summary>Wraps the arrays without copying them.</summary>
    /// <param name="values">N x F map values, row-major, float32.</param>
    /// <param name="targets">N class indices, 1..K.</param>
    /// <param name="plan">The maps the columns stand for.</param>
    /// <param name="classes">Classes 1..K.</param>
    /// <param name="encoding">How the classes stand in label files.</param>
    /// <param name="rows">N pixel rows.</param>
    /// <param name="columns">N pixel columns.</param>
    /// <param name="images">N image ordinals, 0-based, for data from several images.</param>
    /// <param name="files">The image and label files the data came from, with hashes; may be empty.</param>
    /// <exception cref="SegException">InvalidTrainingData when lengths disagree; NoLabelledPixels when N is 0.</exception>
    public SegTrainingData(
        float[] values,
        int[] targets,
        FeaturePlan plan,
        IReadOnlyList<SegClass> classes,
        LabelEncoding encoding,
        int[] rows,
        int[] columns,
        int[] images,
        IReadOnlyList<FileFingerprint> files)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(files);
        if (targets.Length == 0)
        {
            throw new SegException("NoLabelledPixels", SegErrorKind.InvalidData, "Expected at least one labelled pixel, found none.", "Paint strokes of at least two classes (0 or black means unlabelled).");
        }

        if (values.LongLength != (long)targets.Length * plan.Count || rows.Length != targets.Length || columns.Length != targets.Length
            || images.Length != targets.Length || targets.AsSpan().IndexOfAnyExceptInRange(1, classes.Count) >= 0)
        {
            throw new SegException("InvalidTrainingData", SegErrorKind.InvalidData, $"Expected {targets.Length} x {plan.Count} values with classes 1 to {classes.Count}, found {values.LongLength} values.");
        }

        this.values = values;
        this.targets = targets;
        Plan = plan;
        Classes = new SegClassList(classes);
        Encoding = encoding;
        this.rows = rows;
        this.columns = columns;
        this.images = images;
        Files = new JoinedList<FileFingerprint>(files);
    }

    /// <summary>N x F map values, row-major.</summary>
    public float[] GetValues() => values;

    /// <summary>N class indices, 1..K.</summary>
    public int[] GetTargets() => targets;

    /// <summary>The maps the columns stand for.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>Classes 1..K.</summary>
    public IReadOnlyList<SegClass> Classes { get; }

    /// <summary>How the classes stand in label files.</summary>
    public LabelEncoding Encoding { get; }

    /// <summary>N pixel rows.</summary>
    public int[] GetRows() => rows;

    /// <summary>N pixel columns.</summary>
    public int[] GetColumns() => columns;

    /// <summary>N image ordinals.</summary>
    public int[] GetImages() => images;

    /// <summary>The files the data came from.</summary>
    public IReadOnlyList<FileFingerprint> Files { get; }

    /// <summary>Number of labelled pixels N.</summary>
    public int SampleCount => targets.Length;

    /// <summary>Number of maps F.</summary>
    public int FeatureCount => Plan.Count;

    /// <summary>Number of maps F, under the name it has for models.</summary>
    public int Maps => Plan.Count;

    /// <summary>Number of classes K.</summary>
    public int ClassCount => Classes.Count;

    /// <summary>Labelled pixels of every class, in class order.</summary>
    public IReadOnlyList<int> PixelsPerClass
    {
        get
        {
            var pixels = new int[Classes.Count];
            foreach (int target in targets)
            {
                pixels[target - 1]++;
            }

            return new JoinedList<int>(pixels);
        }
    }

    /// <summary>The names of the maps.</summary>
    public IReadOnlyList<string> Names => Plan.NameList;

    /// <summary>The shape as text, <c>N x F</c>.</summary>
    public string Shape => $"{SampleCount} x {FeatureCount}";

    /// <summary>The same rows with classes of other names and colours.</summary>
    /// <param name="classes">Classes 1..K.</param>
    public SegTrainingData WithClasses(IReadOnlyList<SegClass> classes)
        => new(values, targets, Plan, classes, Encoding, rows, columns, images, Files);

    /// <summary>Shape and number of classes.</summary>
    public override string ToString() => $"{Shape}, {Classes.Count} classes";
}
