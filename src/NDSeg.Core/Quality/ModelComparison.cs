namespace NDSeg.Quality;

/// <summary>One row of a comparison: what cross-validation found for one choice of maps and one learner.</summary>
/// <param name="Preset">The choice of maps, or null when the table was given.</param>
/// <param name="Algorithm">The learner.</param>
/// <param name="Maps">Number of maps.</param>
/// <param name="Result">The figures.</param>
/// <param name="Duration">Wall time of the cross-validation, without the maps.</param>
public sealed record ModelComparison(string? Preset, string Algorithm, int Maps, CrossValidationResult Result, TimeSpan Duration)
{
    /// <summary>The parameters that are not the learner's defaults, such as <c>MaxDepth 12</c>; empty for the defaults.</summary>
    public string Parameters => Result.Parameters;

    /// <summary>Wall time of the cross-validation in seconds, without the maps.</summary>
    public double Seconds => Duration.TotalSeconds;

    /// <summary>Mean intersection over union of the classes that were scored.</summary>
    public double MeanIoU => Result.Accuracy.MeanIoU;

    /// <summary>Share of the held-out pixels labelled rightly.</summary>
    public double OverallAccuracy => Result.Accuracy.OverallAccuracy;

    /// <summary>Accuracy of the fold that went worst.</summary>
    public double WorstFold => Result.FoldAccuracy.Min();

    /// <summary>Learner, maps and figures.</summary>
    public override string ToString() => FormattableString.Invariant($"{Algorithm}{(Parameters.Length > 0 ? $" ({Parameters})" : string.Empty)} on {Preset ?? "the table"} ({Maps} maps): {Result.Accuracy}");
}
