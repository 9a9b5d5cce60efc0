using NDSeg.Imaging;

namespace NDSeg.Evaluation;

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
    public static LabelComparison Compare(SegLabels reference, SegLabels difference, int maximumDifferences = 10) => throw new NotImplementedException();
}
