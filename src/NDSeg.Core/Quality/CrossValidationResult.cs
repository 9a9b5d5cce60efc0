using NDSeg.Images;

namespace NDSeg.Quality;

/// <summary>What cross-validation found.</summary>
/// <param name="Folds">Number of folds that were trained.</param>
/// <param name="StrokeCount">Number of strokes.</param>
/// <param name="Accuracy">Figures of the pooled confusion matrix of all held-out pixels.</param>
/// <param name="FoldAccuracy">Overall accuracy of every fold.</param>
/// <param name="SingleStrokeClasses">Classes with one stroke only: held out, nothing is left to learn them from, so they are never held out and not scored.</param>
/// <param name="Warnings">Remarks for the user.</param>
public sealed record CrossValidationResult(
    int Folds,
    int StrokeCount,
    SegAccuracy Accuracy,
    IReadOnlyList<double> FoldAccuracy,
    IReadOnlyList<SegClass> SingleStrokeClasses,
    IReadOnlyList<string> Warnings);
