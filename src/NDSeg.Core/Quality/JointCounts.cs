using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>How often every pair of indices meets in two label maps of one size.</summary>
internal static class JointCounts
{
    /// <summary>Counts pairs: [index in a, index in b], (Ka + 1) x (Kb + 1).</summary>
    /// <exception cref="SegException">LabelShapeMismatch.</exception>
    public static long[,] Count(SegLabels a, SegLabels b, string nameOfA, string nameOfB)
    {
        var counts = new long[a.Classes.Count + 1, b.Classes.Count + 1];
        Add(counts, a, b, nameOfA, nameOfB);
        return counts;
    }

    /// <summary>Adds the pairs of two maps to those counted before.</summary>
    /// <inheritdoc cref="Count"/>
    public static void Add(long[,] counts, SegLabels a, SegLabels b, string nameOfA, string nameOfB)
    {
        RequireOneSize(a, b, nameOfA, nameOfB);
        if (a.IsNarrow && b.IsNarrow)
        {
            ReadOnlySpan<byte> first = a.Bytes;
            ReadOnlySpan<byte> second = b.Bytes;
            for (int i = 0; i < first.Length; i++)
            {
                counts[first[i], second[i]]++;
            }
        }
        else
        {
            long pixels = (long)a.Height * a.Width;
            for (long i = 0; i < pixels; i++)
            {
                counts[a.At(i), b.At(i)]++;
            }
        }
    }

    /// <exception cref="SegException">LabelShapeMismatch.</exception>
    public static void RequireOneSize(SegLabels a, SegLabels b, string nameOfA, string nameOfB)
    {
        if (a.Height != b.Height || a.Width != b.Width)
        {
            throw new SegException("LabelShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected label maps of one size, found {a.Shape} ({nameOfA}, {a.Source}) and {b.Shape} ({nameOfB}, {b.Source}).", "Use label maps of the same image.");
        }
    }
}
