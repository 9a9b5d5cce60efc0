using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>Whether two label maps are the same, and where they are not. Labels are the same when their label-file values are.</summary>
/// <param name="Equal">True when every pixel has the same label.</param>
/// <param name="PixelCount">Number of pixels.</param>
/// <param name="DifferentPixels">Number of pixels with different labels.</param>
/// <param name="Agreement">Share of pixels with the same label, 0 to 1.</param>
/// <param name="FirstDifferences">The first differing pixels in row-major order.</param>
/// <param name="Changes">Every pair of different labels with its number of pixels, most frequent first.</param>
public sealed record LabelComparison(
    bool Equal,
    long PixelCount,
    long DifferentPixels,
    double Agreement,
    IReadOnlyList<LabelDifference> FirstDifferences,
    IReadOnlyList<ClassChange> Changes)
{
    /// <summary>Compares two label maps of one size.</summary>
    /// <param name="reference">The map compared with.</param>
    /// <param name="difference">The map compared.</param>
    /// <param name="maximumDifferences">How many differing pixels to list.</param>
    /// <exception cref="SegException">LabelShapeMismatch.</exception>
    public static LabelComparison Compare(SegLabels reference, SegLabels difference, int maximumDifferences = 10)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        long[,] joint = JointCounts.Count(reference, difference, "reference", "difference");
        long[] referenceValues = Values(reference);
        long[] differenceValues = Values(difference);
        var changes = new List<ClassChange>();
        long different = 0;
        for (int a = 0; a < referenceValues.Length; a++)
        {
            for (int b = 0; b < differenceValues.Length; b++)
            {
                if (joint[a, b] > 0 && referenceValues[a] != differenceValues[b])
                {
                    changes.Add(new ClassChange(referenceValues[a], differenceValues[b], joint[a, b]));
                    different += joint[a, b];
                }
            }
        }

        long pixels = (long)reference.Height * reference.Width;
        return new LabelComparison(
            different == 0,
            pixels,
            different,
            (double)(pixels - different) / pixels,
            FindFirst(reference, difference, referenceValues, differenceValues, Math.Min(different, maximumDifferences)),
            changes.OrderByDescending(c => c.Pixels).ThenBy(c => c.Reference).ThenBy(c => c.Difference).ToArray());
    }

    private static long[] Values(SegLabels labels) => [0, .. labels.Classes.Select(c => c.Value)];

    private static List<LabelDifference> FindFirst(SegLabels reference, SegLabels difference, long[] referenceValues, long[] differenceValues, long count)
    {
        var found = new List<LabelDifference>();
        for (long i = 0; found.Count < count; i++)
        {
            long a = referenceValues[reference.At(i)];
            long b = differenceValues[difference.At(i)];
            if (a != b)
            {
                found.Add(new LabelDifference((int)(i / reference.Width), (int)(i % reference.Width), a, b));
            }
        }

        return found;
    }
}
