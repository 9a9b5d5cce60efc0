namespace NDSeg.PowerShell.Commands;

/// <summary>How much a map contributes to a model.</summary>
/// <param name="Rank">1 for the most useful map.</param>
/// <param name="Name">Name of the map.</param>
/// <param name="Importance">Its share of the impurity decrease (Random Forest) or gain (XGBoost); all maps together give 1.</param>
/// <param name="Measure">What the share is of: <c>impurity</c> or <c>gain</c>.</param>
public sealed record FeatureImportance(int Rank, string Name, double Importance, string Measure)
{
    /// <summary>Name of the model's file; <c>(memory)</c> for a model made in memory.</summary>
    public string Source { get; init; } = "(memory)";
}
