namespace NDSeg.Quality;

/// <summary>How well one class was found. A figure whose denominator is 0 is NaN.</summary>
/// <param name="Class">Name of the class.</param>
/// <param name="Value">Its value in label files.</param>
/// <param name="Color">Its colour as <c>#rrggbb</c>.</param>
/// <param name="Support">Truth pixels of the class.</param>
/// <param name="Predicted">Evaluated pixels given the class.</param>
/// <param name="IoU">Intersection over union (Jaccard index): TP / (TP + FP + FN).</param>
/// <param name="Dice">Dice coefficient (F1): 2 TP / (2 TP + FP + FN).</param>
/// <param name="Precision">TP / (TP + FP).</param>
/// <param name="Recall">TP / (TP + FN).</param>
public sealed record ClassAccuracy(string Class, long Value, string Color, long Support, long Predicted, double IoU, double Dice, double Precision, double Recall)
{
    /// <summary>Name and IoU.</summary>
    public override string ToString() => FormattableString.Invariant($"{Class} {IoU:f3}");
}
