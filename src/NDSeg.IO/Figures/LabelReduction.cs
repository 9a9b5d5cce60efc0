using NDSeg.Images;

namespace NDSeg.IO.Figures;

/// <summary>
/// Label maps in another size. Classes never mix: a reduced pixel takes the class most frequent in its area. Where
/// hardly anything is labelled (strokes), labelled pixels win over unlabelled ones, else they would vanish.
/// </summary>
internal static class LabelReduction
{
    private const double SparseFraction = 0.1;

    /// <summary>H x W class indices.</summary>
    public static int[] Resize(SegLabels labels, FigureCrop crop, int height, int width)
    {
        int sourceHeight = crop.EndRow - crop.FirstRow;
        int sourceWidth = crop.EndColumn - crop.FirstColumn;
        bool reduce = height < sourceHeight && width < sourceWidth;
        bool preferLabelled = reduce && IsSparse(labels, crop);
        var counts = new int[labels.Classes.Count + 1];
        var result = new int[checked(height * width)];
        for (int y = 0; y < height; y++)
        {
            (int top, int bottom) = Span(y, height, sourceHeight, reduce);
            for (int x = 0; x < width; x++)
            {
                (int left, int right) = Span(x, width, sourceWidth, reduce);
                result[(y * width) + x] = Most(labels, counts, crop.FirstRow + top, crop.FirstRow + bottom, crop.FirstColumn + left, crop.FirstColumn + right, preferLabelled);
            }
        }

        return result;
    }

    /// <summary>The source pixels of a target pixel: those whose centres it covers, or the one below its own centre.</summary>
    private static (int First, int End) Span(int target, int targets, int sources, bool reduce)
    {
        if (!reduce)
        {
            int nearest = (int)(((2L * target) + 1) * sources / (2L * targets));
            return (nearest, nearest + 1);
        }

        int first = (int)((long)target * sources / targets);
        int end = (int)((target + 1L) * sources / targets);
        return (first, Math.Max(end, first + 1));
    }

    private static int Most(SegLabels labels, int[] counts, int top, int bottom, int left, int right, bool preferLabelled)
    {
        if (bottom - top == 1 && right - left == 1)
        {
            return labels.At(((long)top * labels.Width) + left);
        }

        int best = 0;
        int bestCount = 0;
        for (int y = top; y < bottom; y++)
        {
            long row = (long)y * labels.Width;
            for (int x = left; x < right; x++)
            {
                int index = labels.At(row + x);
                int count = ++counts[index];
                if ((index != 0 || !preferLabelled) && (count > bestCount || (count == bestCount && index < best)))
                {
                    (best, bestCount) = (index, count);
                }
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

    private static bool IsSparse(SegLabels labels, FigureCrop crop)
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
}
