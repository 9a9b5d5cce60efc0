using System.Collections.Immutable;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Families;

/// <summary>
/// A family of filters: which maps it has and in which order, what can be switched and set, what of the image it needs,
/// and how the processor computes it. A family is one folder and one line in the registry; its tensor twin has the same
/// folder in the tensor backend. Objects hold no state.
/// </summary>
internal abstract class FilterFamily
{
    /// <summary>Unique name.</summary>
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

    /// <summary>Says what of the image the wanted maps need, with which halo.</summary>
    internal abstract void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings);

    /// <summary>Prepares the wanted maps for the processor.</summary>
    /// <param name="targets">The wanted maps, at least one.</param>
    /// <param name="settings">Scales and options.</param>
    /// <param name="width">Instruction set.</param>
    internal abstract FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width);
}
