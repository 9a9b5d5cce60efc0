using System.Collections.Immutable;

namespace NDSeg.Filters.Families;

/// <summary>
/// What a family of filters says of itself, in two dimensions or three: which maps it has and in which order, what can be switched
/// and set. Objects hold no state.
/// </summary>
internal abstract class MapFamily
{
    /// <summary>Unique name among the families of as many dimensions.</summary>
    internal abstract string Name { get; }

    /// <summary>The groups of maps that can be switched.</summary>
    internal virtual ImmutableArray<FilterSwitch> Switches => [];

    /// <summary>The numbers that can be set.</summary>
    internal virtual ImmutableArray<FilterOption> Options => [];

    /// <summary>
    /// Roughly the nanoseconds per pixel that one core of a present-day processor takes for a map. Only ratios are used: to tell
    /// users what a choice of maps costs.
    /// </summary>
    internal abstract double CostOf(FilterMap map);

    /// <summary>The maps at one of the shared scales, in order; the unblurred image is scale 0.</summary>
    internal virtual IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings) => [];

    /// <summary>The maps that belong to no single shared scale, in order; they follow those of the scales.</summary>
    internal virtual IEnumerable<FilterMap> MapsAcross(FilterSettings settings) => [];
}
