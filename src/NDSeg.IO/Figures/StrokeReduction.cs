using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>
/// Strokes in another size. Where hardly anything is labelled, labelled pixels win over unlabelled ones, the most frequent class among
/// them, and lines are widened to a few pixels of the figure: else they would fade or vanish.
/// </summary>
internal static class StrokeReduction
{
    private const double SparseFraction = 0.1;

    // Of a figure of 700 pixels 3 pixels: what one still sees on a printed page.
    private const double ThicknessShare = 1 / 230.0;
    private const double LeastThickness = 2.5;

    /// <summary>Whether a map holds strokes rather than a result: less than a tenth is labelled.</summary>
    public static bool IsSparse(SegLabels labels, FigureCrop crop)
    {
        long labelled = 0;
        for (int y = crop.FirstRow; y < crop.EndRow; y++)
        {
            long row = (long)y * labels.Width;
            for (int x = crop.FirstColumn; x < crop.EndColumn; x++)
            {
                labelled += labels.At(row + x) != 0 ? 1 : 0;
            }
        }

        return labelled < SparseFraction * (crop.EndRow - crop.FirstRow) * (crop.EndColumn - crop.FirstColumn);
    }

    /// <summary>H x W class indices.</summary>
    public static int[] Resize(SegLabels labels, FigureCrop crop, int height, int width)
    {
        int sourceHeight = crop.EndRow - crop.FirstRow;
        int sourceWidth = crop.EndColumn - crop.FirstColumn;
        var counts = new int[labels.Classes.Count + 1];
        var result = new int[checked(height * width)];
        for (int y = 0; y < height; y++)
        {
            (int top, int bottom) = Span(y, height, sourceHeight);
            for (int x = 0; x < width; x++)
            {
                (int left, int right) = Span(x, width, sourceWidth);
                result[(y * width) + x] = Most(labels, counts, crop.FirstRow + top, crop.FirstRow + bottom, crop.FirstColumn + left, crop.FirstColumn + right);
            }
        }

        // A stroke of one pixel already is as wide as a pixel of the figure stands for.
        double thickness = Math.Max(LeastThickness, Math.Max(height, width) * ThicknessShare);
        int radius = (int)Math.Ceiling((thickness - Math.Max(1.0, (double)height / sourceHeight)) / 2);
        return radius > 0 ? Widen(result, height, width, radius) : result;
    }

    private static (int First, int End) Span(int target, int targets, int sources)
    {
        int first = (int)((long)target * sources / targets);
        int end = (int)((target + 1L) * sources / targets);
        return (first, Math.Max(end, first + 1));
    }

    private static int Most(SegLabels labels, int[] counts, int top, int bottom, int left, int right)
    {
        int best = 0;
        for (int y = top; y < bottom; y++)
        {
            long row = (long)y * labels.Width;
            for (int x = left; x < right; x++)
            {
                int index = labels.At(row + x);
                counts[index]++;
                best = index != 0 && (best == 0 || counts[index] > counts[best] || (counts[index] == counts[best] && index < best)) ? index : best;
            }
        }

        // Only what was counted is cleared: the table may be much longer than the area.
        for (int y = top; y < bottom; y++)
        {
            long row = (long)y * labels.Width;
            for (int x = left; x < right; x++)
            {
                counts[labels.At(row + x)] = 0;
            }
        }

        return best;
    }

    // The nearest labelled pixel within the radius wins; what is labelled stays.
    private static int[] Widen(int[] indices, int height, int width, int radius)
    {
        int[] result = [.. indices];
        var nearest = new int[indices.Length];
        Array.Fill(nearest, int.MaxValue);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (indices[(y * width) + x] is int index and not 0)
                {
                    Stamp(x, y, index);
                }
            }
        }

        return result;

        void Stamp(int x, int y, int index)
        {
            for (int dy = Math.Max(-radius, -y); dy <= Math.Min(radius, height - 1 - y); dy++)
            {
                for (int dx = Math.Max(-radius, -x); dx <= Math.Min(radius, width - 1 - x); dx++)
                {
                    int at = ((y + dy) * width) + x + dx;
                    int distance = (dy * dy) + (dx * dx);
                    if (distance < nearest[at] && distance <= (radius * radius) + 1)
                    {
                        (nearest[at], result[at]) = (distance, index);
                    }
                }
            }
        }
    }
}
