namespace NDSeg.Segmentation;

/// <summary>What to compute beside the labels.</summary>
/// <param name="Probabilities">Class probabilities, K x H x W.</param>
/// <param name="Uncertainty">Margin between the two greatest probabilities, and entropy.</param>
/// <param name="SmoothingSigma">Standard deviation in pixels of a blur of the class probabilities before the winner is taken; 0 for none.</param>
public sealed record PredictionRequest(bool Probabilities = false, bool Uncertainty = false, double SmoothingSigma = 0)
{
    /// <summary>Labels only.</summary>
    public static PredictionRequest LabelsOnly { get; } = new();
}
