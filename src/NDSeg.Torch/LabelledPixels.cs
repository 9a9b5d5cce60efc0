using NDSeg.Features;
using NDSeg.Imaging;
using NDSeg.Training;

namespace NDSeg.Torch;

/// <summary>The labelled pixels of a label map in row-major order.</summary>
internal sealed class LabelledPixels
{
    private readonly int[] targets;
    private readonly int width;

    private LabelledPixels(long[] positions, int[] targets, int width)
    {
        this.width = width;
        Positions = positions;
        this.targets = targets;
    }

    /// <summary>Row-major positions, ascending.</summary>
    public long[] Positions { get; }

    /// <summary>Number of labelled pixels.</summary>
    public int Count => Positions.Length;

    /// <summary>Lists the labelled pixels.</summary>
    /// <exception cref="SegException">LabelShapeMismatch; NoLabelledPixels.</exception>
    public static LabelledPixels Find(SegLabels labels, int height, int width)
    {
        if (labels.Height != height || labels.Width != width)
        {
            throw new SegException("LabelShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected labels of {height} x {width} pixels like the image, found {labels.Shape} in {labels.Source}. Crop or pad the labels to the image.");
        }

        var positions = new List<long>();
        var targets = new List<int>();
        for (long i = 0; i < (long)height * width; i++)
        {
            if (labels.At(i) is int index and > 0)
            {
                positions.Add(i);
                targets.Add(index);
            }
        }

        return positions.Count > 0
            ? new LabelledPixels([.. positions], [.. targets], width)
            : throw new SegException("NoLabelledPixels", SegErrorKind.InvalidData, $"Expected at least one labelled pixel in {labels.Source}, found none. Paint strokes of at least two classes (0 or black means unlabelled).");
    }

    /// <summary>The labelled pixels of some rows: place of the first one and how many.</summary>
    public (int Start, int Length) Between(long firstRow, long endRow)
    {
        int start = Place(firstRow * width);
        return (start, Place(endRow * width) - start);
    }

    /// <summary>The table of the labelled pixels.</summary>
    /// <param name="values">N x F map values.</param>
    /// <param name="plan">The maps.</param>
    /// <param name="labels">The label map.</param>
    public SegTrainingData ToTrainingData(float[] values, FeaturePlan plan, SegLabels labels)
        => new(
            values,
            targets,
            plan,
            labels.Classes,
            labels.Encoding,
            Array.ConvertAll(Positions, p => (int)(p / width)),
            Array.ConvertAll(Positions, p => (int)(p % width)),
            new int[Count],
            []);

    private int Place(long position)
    {
        int found = Array.BinarySearch(Positions, position);
        return found >= 0 ? found : ~found;
    }
}
