namespace NDSeg.Segmentation;

/// <summary>What to compute beside the labels.</summary>
/// <param name="Probabilities">Class probabilities, K x H x W.</param>
/// <param name="Uncertainty">Margin between the two greatest probabilities, and entropy.</param>
/// <param name="SmoothingSigma">Standard deviation in pixels of a blur of the class probabilities before the winner is taken; 0 for none.</param>
/// <param name="ClassPrior">
/// How much classes with many painted pixels are favoured, p: the winner has the greatest P_c (n_c / N)^p, where n_c of N painted
/// pixels are of class c. 0 takes probabilities as they are. Probabilities and uncertainty in the result are not weighted.
/// </param>
public sealed record PredictionRequest(bool Probabilities = false, bool Uncertainty = false, double SmoothingSigma = 0, double ClassPrior = 0)
{
    /// <summary>The factors (n_c / N)^p of a model's classes, float32, for <see cref="ClassPrior"/>; null when it is 0.</summary>
    /// <param name="samplesPerClass">n_c.</param>
    /// <exception cref="SegException">InvalidClassPrior for a value that is not finite or that makes a factor overflow.</exception>
    internal float[]? ClassFactors(IReadOnlyList<int> samplesPerClass)
    {
        if (ClassPrior == 0)
        {
            return null;
        }

        double total = samplesPerClass.Sum(n => (double)n);
        float[] factors = [.. samplesPerClass.Select(n => (float)Math.Pow(n / total, ClassPrior))];
        return factors.All(f => float.IsFinite(f) && f > 0)
            ? factors
            : throw new SegException("InvalidClassPrior", SegErrorKind.InvalidArgument, FormattableString.Invariant($"Expected a class prior that gives every class a finite factor above 0, found {ClassPrior}."), "Use a value between -1 and 1.");
    }

    /// <summary>Labels only.</summary>
    public static PredictionRequest LabelsOnly { get; } = new();
}
