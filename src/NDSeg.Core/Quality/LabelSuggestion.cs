using NDSeg.Images;
using NDSeg.Segmentation;

namespace NDSeg.Quality;

/// <summary>A region where a new stroke would help most: the model is unsure there and nothing was painted near it.</summary>
/// <param name="Rank">1 for the most useful region.</param>
/// <param name="Row">Row of the centre: the pixel of the region nearest to its centre of mass.</param>
/// <param name="Column">Column of the centre.</param>
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
    /// <summary>The segmentation it was found in, by file name and slice.</summary>
    public string? Source { get; init; }

    /// <summary>The classes the model gives the region's pixels, most frequent first.</summary>
    public IReadOnlyList<SegClass> Classes { get; } = new SegClassList(Classes);

    /// <summary>Rows and columns of the bounding box as text, <c>H x W</c>.</summary>
    public string Shape => $"{Height} x {Width}";

    /// <summary>
    /// Finds the regions of a segmentation that was made with uncertainty maps. Uncertainty is 1 - margin, or the entropy
    /// where there is no margin. It is averaged over a small square, so that the thin lines of doubt along every class border
    /// do not count, and multiplied by d / (d + 16), d being the distance in pixels to the nearest stroke. From the greatest
    /// value a region grows over touching pixels of at least half of it, inside a window; then the next.
    /// </summary>
    /// <param name="segmentation">Result with margin or entropy.</param>
    /// <param name="strokes">Existing strokes; null when not known.</param>
    /// <param name="count">How many regions to return at most.</param>
    /// <param name="minimumArea">Fewest pixels of a region.</param>
    /// <param name="options">Cancellation.</param>
    /// <exception cref="SegException">NoUncertainty; LabelShapeMismatch.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<LabelSuggestion> Find(SegSegmentation segmentation, SegLabels? strokes, int count, int minimumArea, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(segmentation);
        ArgumentNullException.ThrowIfNull(options);
        if (strokes is not null && (strokes.Height != segmentation.Height || strokes.Width != segmentation.Width))
        {
            throw new SegException("LabelShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected strokes of {segmentation.Shape} pixels like the segmentation, found {strokes.Shape}.", "Use the strokes that were painted on this image.");
        }

        if (count < 1)
        {
            return [];
        }

        LabelSuggestion[] found = new SuggestionSearch(segmentation.Labels, Doubt(segmentation), strokes, minimumArea, options.Cancellation).Run(count);
        string source = segmentation.Source.ToString();
        return Array.ConvertAll(found, region => region with { Source = source });
    }

    /// <summary>Rank, place and classes.</summary>
    public override string ToString() => FormattableString.Invariant($"{Rank}: row {Row}, column {Column}, {Shape}, {string.Join(", ", Classes.Select(c => c.Name))}");

    private static float[] Doubt(SegSegmentation segmentation)
    {
        if (segmentation.Margin is { } margin)
        {
            return Array.ConvertAll(margin, m => 1 - m);
        }

        return segmentation.Entropy
            ?? throw new SegException("NoUncertainty", SegErrorKind.InvalidState, "Expected a segmentation with uncertainty maps, found one without.", "Apply the model with -Uncertainty.");
    }
}
