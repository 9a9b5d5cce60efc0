using NDSeg.Features;
using NDSeg.Imaging;
using NDSeg.Training;

namespace NDSeg.Torch;

/// <summary>The labelled pixels of a label map in row-major order.</summary>
internal sealed class LabelledPixels
{
    private readonly int[] targets;

    private LabelledPixels(long[] positions, int[] targets)
    {
        Positions = positions;
        this.targets = targets;
    }

    /// <summary>Row-major positions, ascending.</summary>
    public long[] Positions { get; }

    public static LabelledPixels Find(SegLabels labels, int height, int width)
    {
        if (labels.Height != height || labels.Width != width)
        {
            throw new SegException("LabelShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected labels of {height} x {width} pixels as the image, found {labels.Shape}.");
        }

        var positions = new List<long>();
        var targets = new List<int>();
        for (long i = 0; i < (long)height * width; i++)
        {
            if (labels.At(i) is int c and > 0)
            {
                positions.Add(i);
                targets.Add(c);
            }
        }

        return new LabelledPixels([.. positions], [.. targets]);
    }

    /// <summary>The bands that hold labelled pixels, each from its first labelled row on.</summary>
    public IEnumerable<(long First, long Count, int Start, int Length)> Bands(long rows, int width)
    {
        int start = 0;
        while (start < Positions.Length)
        {
            long first = Positions[start] / width;
            int end = start;
            while (end < Positions.Length && Positions[end] / width < first + rows)
            {
                end++;
            }

            yield return (first, (Positions[end - 1] / width) - first + 1, start, end - start);
            start = end;
        }
    }

    public SegTrainingData ToTrainingData(float[] values, FeaturePlan plan, SegLabels labels, ImageSource source)
    {
        _ = source;
        int width = labels.Width;
        return new SegTrainingData(
            values, targets, plan, labels.Classes, labels.Encoding,
            [.. Positions.Select(p => (int)(p / width))], [.. Positions.Select(p => (int)(p % width))], new int[targets.Length], []);
    }
}
