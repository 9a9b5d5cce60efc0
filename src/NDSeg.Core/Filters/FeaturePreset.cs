namespace NDSeg.Filters;

/// <summary>A configuration with a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Summary">What it is for, one sentence.</param>
/// <param name="Config">The configuration.</param>
public sealed record FeaturePreset(string Name, string Summary, FeatureConfig Config)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
