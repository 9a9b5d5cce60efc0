using System.Collections.Immutable;

namespace NDSeg.Filters;

/// <summary>The configurations that have a name. A new one is a line here.</summary>
public static class FeaturePresets
{
    private static readonly (string Name, string Summary, string[] Include, string[] Exclude)[] Known =
    [
        ("Default", "The 58 maps of the default configuration.", [], []),
        ("Extended", "The default maps without membranes, and oriented derivatives, structure tensors, top-hats and deviations up to scale 64: 121 maps.", ["Oriented", "Structure", "Tophat", "Deviation"], ["Membrane"]),
        ("Classical", "The default maps with rank filters and bilateral means: 82 maps.", ["Mean", "Minimum", "Maximum", "Median", "Bilateral"], []),
    ];

    // Its maps are chosen from other families.
    private static FeaturePreset Volume => new("Volume", "Maps of volumes in three dimensions, for Import-SegImage -As Volume: 43 maps.", FeatureConfig.Volume);

    /// <summary>The presets whose filters this version has, by name.</summary>
    public static ImmutableArray<FeaturePreset> All { get; } = Of(FilterRegistry.Default).Add(Volume);

    /// <summary>The configuration of a preset.</summary>
    /// <param name="name">Its name in any case.</param>
    /// <exception cref="SegException">UnknownPreset, listing those there are.</exception>
    public static FeatureConfig Find(string name)
        => All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Config
            ?? throw new SegException("UnknownPreset", SegErrorKind.InvalidArgument, $"Expected one of the presets {string.Join(", ", All.Select(p => p.Name))}, found '{name}'.");

    internal static ImmutableArray<FeaturePreset> Of(FilterRegistry registry)
    {
        string[] filters = [.. registry.Switches.Select(s => s.Name)];
        return
        [
            .. Known
                .Where(p => p.Include.All(filters.Contains))
                .Select(p => new FeaturePreset(p.Name, p.Summary, new FeatureConfig(registry).With(p.Include).Without(p.Exclude))),
        ];
    }
}
