using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Storage;

namespace NDSeg.Training;

/// <summary>The labelled pixels of one or more images as a table, in row-major pixel order image by image.</summary>
public sealed class SegTrainingData
{
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

        Values = values;
        Targets = targets;
        Plan = plan;
        Classes = classes.ToArray();
        Encoding = encoding;
        Rows = rows;
        Columns = columns;
        Images = images;
        Files = files.ToArray();
    }

    /// <summary>N x F map values, row-major.</summary>
    public float[] Values { get; }

    /// <summary>N class indices, 1..K.</summary>
    public int[] Targets { get; }

    /// <summary>The maps the columns stand for.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>Classes 1..K.</summary>
    public IReadOnlyList<SegClass> Classes { get; }

    /// <summary>How the classes stand in label files.</summary>
    public LabelEncoding Encoding { get; }

    /// <summary>N pixel rows.</summary>
    public int[] Rows { get; }

    /// <summary>N pixel columns.</summary>
    public int[] Columns { get; }

    /// <summary>N image ordinals.</summary>
    public int[] Images { get; }

    /// <summary>The files the data came from.</summary>
    public IReadOnlyList<FileFingerprint> Files { get; }

    /// <summary>Number of labelled pixels N.</summary>
    public int SampleCount => Targets.Length;

    /// <summary>Number of maps F.</summary>
    public int FeatureCount => Plan.Count;

    /// <summary>The names of the maps.</summary>
    public IReadOnlyList<string> Names => Plan.Names;

    /// <summary>The shape as text, <c>N x F</c>.</summary>
    public string Shape => $"{SampleCount} x {FeatureCount}";

    /// <summary>Shape and number of classes.</summary>
    public override string ToString() => $"{Shape}, {Classes.Count} classes";
}
