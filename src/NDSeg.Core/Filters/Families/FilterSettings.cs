using System.Collections.Immutable;

namespace NDSeg.Filters.Families;

/// <summary>What families are told: the scales they share, which of their maps are wanted, and their options.</summary>
/// <param name="Sigmas">Scales in pixels, ascending.</param>
/// <param name="SigmaMultiplier">Standard deviation of a blur per unit of sigma.</param>
/// <param name="TruncateSigma">Whether standard deviations are truncated to integers.</param>
/// <param name="SwitchedOn">Names of the switches that are on.</param>
/// <param name="Options">Values of the options by name.</param>
internal sealed record FilterSettings(
    ImmutableArray<double> Sigmas,
    double SigmaMultiplier,
    bool TruncateSigma,
    ImmutableHashSet<string> SwitchedOn,
    ImmutableSortedDictionary<string, double> Options)
{
    /// <summary>Whether a group of maps is wanted.</summary>
    internal bool IsOn(FilterSwitch group) => SwitchedOn.Contains(group.Name);

    /// <summary>The value of an option.</summary>
    internal double ValueOf(FilterOption option) => Options.GetValueOrDefault(option.Name, option.Default);
}
