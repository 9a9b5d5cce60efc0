using NDSeg.Imaging;

namespace NDSeg.Evaluation;

/// <summary>How much of a label map one class covers.</summary>
/// <param name="Class">The class.</param>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Fraction">Share of the labelled pixels, 0 to 1.</param>
/// <param name="Area">Area in square <paramref name="AreaUnit"/>; null when the pixel size is not known.</param>
/// <param name="AreaUnit">Unit of length, such as <c>inch</c> or <c>cm</c>; null when the pixel size is not known.</param>
public sealed record SegPhase(SegClass Class, long Pixels, double Fraction, double? Area, string? AreaUnit)
{
    /// <summary>Measures every class of a label map; unlabelled pixels are not counted.</summary>
    public static IReadOnlyList<SegPhase> Measure(SegLabels labels) => throw new NotImplementedException();
}
