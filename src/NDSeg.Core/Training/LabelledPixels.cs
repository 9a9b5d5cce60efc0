using NDSeg.Filters;
using NDSeg.Images;

namespace NDSeg.Training;

/// <summary>The labelled pixels of a label map in row-major order.</summary>
public sealed class LabelledPixels
{
    private readonly SegLabels labels;

    private LabelledPixels(SegLabels labels, int[] rows, int[] columns, int[] targets)
    {
        this.labels = labels;
        Rows = rows;
        Columns = columns;
        Targets = targets;
    }

    /// <summary>Number of labelled pixels N.</summary>
    public int Count => Rows.Length;

    /// <summary>N rows, ascending.</summary>
    public int[] Rows { get; }

    /// <summary>N columns, ascending within a row.</summary>
    public int[] Columns { get; }

    /// <summary>N class indices, 1..K.</summary>
    public int[] Targets { get; }

    /// <summary>Finds them.</summary>
    /// <param name="labels">H x W labels.</param>
    /// <param name="height">Rows of the image they belong to.</param>
    /// <param name="width">Columns of the image they belong to.</param>
    /// <param name="source">The image, for the message.</param>
    /// <exception cref="SegException">LabelShapeMismatch; NoLabelledPixels.</exception>
    public static LabelledPixels Find(SegLabels labels, int height, int width, ImageSource source)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Height != height || labels.Width != width)
        {
            throw new SegException(
                "LabelShapeMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected labels of {height} x {width} pixels like the image {source}, found {labels.Shape} in {labels.Source}.", "Use the label file that was painted on this image.");
        }

        return TryFind(labels) ?? throw None(labels.Source);
    }

    /// <summary>The labelled pixels, or null where there is none.</summary>
    internal static LabelledPixels? TryFind(SegLabels labels)
    {
        var rows = new List<int>();
        var columns = new List<int>();
        var targets = new List<int>();
        for (int y = 0; y < labels.Height; y++)
        {
            for (int x = Next(labels, y, 0); x < labels.Width; x = Next(labels, y, x + 1))
            {
                rows.Add(y);
                columns.Add(x);
                targets.Add(labels.At(((long)y * labels.Width) + x));
            }
        }

        return rows.Count > 0 ? new LabelledPixels(labels, [.. rows], [.. columns], [.. targets]) : null;
    }

    /// <summary>The error of labels without a labelled pixel.</summary>
    internal static SegException None(ImageSource source)
        => new("NoLabelledPixels", SegErrorKind.InvalidData, $"Expected at least one labelled pixel, found none in {source}.", "Paint strokes of at least two classes (0 or black means unlabelled).");

    /// <summary>The table of these pixels.</summary>
    /// <param name="values">N x F map values, row-major.</param>
    /// <param name="plan">The maps the columns stand for.</param>
    /// <exception cref="SegException">InvalidTrainingData.</exception>
    public SegTrainingData ToTrainingData(float[] values, FeaturePlan plan)
        => new(values, Targets, plan, labels.Classes, labels.Encoding, Rows, Columns, new int[Count], []);

    /// <summary>The first labelled column from x on, or the width.</summary>
    private static int Next(SegLabels labels, int y, int x)
    {
        int at = (y * labels.Width) + x;
        int rest = labels.Width - x;
        int skipped = labels.IsNarrow
            ? labels.Bytes.Slice(at, rest).IndexOfAnyExcept((byte)0)
            : labels.Words.Slice(at, rest).IndexOfAnyExcept((ushort)0);
        return skipped < 0 ? labels.Width : x + skipped;
    }
}
