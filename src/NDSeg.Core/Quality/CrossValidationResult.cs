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
    IReadOnlyList<string> Warnings)
{
    /// <summary>The learner.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The parameters that are not the learner's defaults, such as <c>MaxDepth 12</c>; empty for the defaults.</summary>
    public string Parameters { get; init; } = string.Empty;

    /// <summary>Overall accuracy of every fold.</summary>
    public IReadOnlyList<double> FoldAccuracy { get; } = new JoinedList<double>(FoldAccuracy);

    /// <summary>Classes with one stroke only, which are not scored.</summary>
    public IReadOnlyList<SegClass> SingleStrokeClasses { get; } = new SegClassList(SingleStrokeClasses);

    /// <summary>Remarks for the user.</summary>
    public IReadOnlyList<string> Warnings { get; } = new JoinedList<string>(Warnings);

    /// <summary>Mean intersection over union of the classes that were scored.</summary>
    public double MeanIoU => Accuracy.MeanIoU;

    /// <summary>Mean Dice of the same classes.</summary>
    public double MeanDice => Accuracy.MeanDice;

    /// <summary>Share of the held-out pixels labelled rightly.</summary>
    public double OverallAccuracy => Accuracy.OverallAccuracy;

    /// <summary>Figures of every class.</summary>
    public IReadOnlyList<ClassAccuracy> Classes => Accuracy.Classes;

    /// <summary>The main figures and how they were found.</summary>
    public override string ToString() => $"{Accuracy}, {Folds} folds of {StrokeCount} strokes";
}
