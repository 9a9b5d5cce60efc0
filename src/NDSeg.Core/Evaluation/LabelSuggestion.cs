using NDSeg.Engines;
using NDSeg.Imaging;

namespace NDSeg.Evaluation;

/// <summary>A region where a new stroke would help most: the model is unsure there and nothing was painted near it.</summary>
/// <param name="Rank">1 for the most useful region.</param>
/// <param name="Row">Row of the centre.</param>
/// <param name="Column">Column of the centre; always a pixel of the region.</param>
/// <param name="Top">First row of the bounding box.</param>
/// <param name="Left">First column of the bounding box.</param>
/// <param name="Height">Rows of the bounding box.</param>
/// <param name="Width">Columns of the bounding box.</param>
/// <param name="Area">Pixels of the region.</param>
/// <param name="Uncertainty">Mean uncertainty of the region, 0 (sure) to 1.</param>
/// <param name="Score">What the ranking goes by: uncertainty summed over the region, damped near strokes.</param>
/// <param name="Classes">The classes the model gives the region's pixels, most frequent first.</param>
public sealed record LabelSuggestion(
    int Rank,
    int Row,
    int Column,
    int Top,
    int Left,
    int Height,
    int Width,
    long Area,
    double Uncertainty,
    double Score,
    IReadOnlyList<SegClass> Classes)
{
    /// <summary>Finds the regions of a segmentation that was made with uncertainty maps.</summary>
    /// <param name="segmentation">Result with margin or entropy.</param>
    /// <param name="strokes">Existing strokes; null when not known.</param>
    /// <param name="count">How many regions to return at most.</param>
    /// <param name="minimumArea">Fewest pixels of a region.</param>
    /// <param name="options">Threads, cancellation.</param>
    /// <exception cref="SegException">NoUncertainty; LabelShapeMismatch.</exception>
    public static IReadOnlyList<LabelSuggestion> Find(SegSegmentation segmentation, SegLabels? strokes, int count, int minimumArea, RunOptions options)
        => throw new NotImplementedException();
}
