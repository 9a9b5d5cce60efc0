namespace NDSeg.PowerShell.Binding;

/// <summary>What of a segmentation a figure shows.</summary>
public enum SegPanelContent
{
    /// <summary>The labels.</summary>
    Labels,

    /// <summary>Difference of the two greatest probabilities: small where the model is unsure.</summary>
    Margin,

    /// <summary>Entropy of the probabilities: great where the model is unsure.</summary>
    Entropy,

    /// <summary>How undecided the model is, 0 to 1: 1 - margin, or the entropy where there is no margin.</summary>
    Uncertainty,
}
