using System.Collections.Immutable;
using System.Globalization;
using NDSeg.Filters.Families;

namespace NDSeg.Filters;

/// <summary>The ordered list of maps a configuration gives for a number of channels and extra channels.</summary>
public sealed class FeaturePlan
{
    private FeaturePlan(FeatureConfig config, int channels, ImmutableArray<FeatureMap> maps)
    {
        Config = config;
        Channels = channels;
        Maps = maps;
        Names = [.. maps.Select(m => m.Name)];
        NameList = new JoinedList<string>(Names);
        ExtraChannels = maps.Count(m => m.IsExtra);
    }

    /// <summary>The configuration the plan was made from.</summary>
    public FeatureConfig Config { get; }

    /// <summary>Number of image channels that are filtered (extra channels not counted).</summary>
    public int Channels { get; }

    /// <summary>Number of extra channels appended raw.</summary>
    public int ExtraChannels { get; }

    /// <summary>The maps in stack order.</summary>
    public ImmutableArray<FeatureMap> Maps { get; }

    /// <summary>The names of the maps in stack order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The same names, for objects that show them as their own.</summary>
    internal JoinedList<string> NameList { get; }

    /// <summary>Number of maps.</summary>
    public int Count => Maps.Length;

    /// <summary>Roughly how long the maps take, as a multiple of the default configuration's for one channel.</summary>
    public double RelativeCost => Cost(Maps) / Cost(Create(FeatureConfig.Default).Maps);

    /// <summary>Lists the maps for an image.</summary>
    /// <param name="config">Valid configuration.</param>
    /// <param name="channels">Number of image channels, at least 1. From two on, names are prefixed <c>c0:</c>, <c>c1:</c>, ...</param>
    /// <param name="extraNames">Names of the channels appended raw, a name that is taken followed by a number: c0, c0_2, ...; null for none.</param>
    /// <exception cref="SegException">InvalidFeatureConfig; NoFeatures.</exception>
    public static FeaturePlan Create(FeatureConfig config, int channels = 1, IReadOnlyList<string>? extraNames = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        config.Validate();

        FilterMap[] grey = [.. MapsOf(config)];
        var maps = ImmutableArray.CreateBuilder<FeatureMap>();
        for (int channel = 0; channel < channels; channel++)
        {
            string prefix = channels == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"c{channel}:");
            maps.AddRange(grey.Select(m => new FeatureMap(prefix + m.Name, m.Filter, channel, m.Sigma, m.Second) { Definition = m }));
        }

        var taken = maps.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        for (int extra = 0; extra < (extraNames?.Count ?? 0); extra++)
        {
            // Files of one channel all call it c0.
            string name = extraNames![extra];
            for (int number = 2; !taken.Add(name); number++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{extraNames[extra]}_{number}");
            }

            maps.Add(new FeatureMap(name, "Extra", extra));
        }

        return new FeaturePlan(config, channels, maps.ToImmutable());
    }

    /// <summary>The number of maps.</summary>
    public override string ToString() => $"{Count} maps";

    /// <summary>The wanted maps of one channel, family by family, with their places.</summary>
    /// <param name="channel">0-based channel.</param>
    /// <param name="wanted">Which maps; null for all.</param>
    internal IEnumerable<(FilterFamily Family, FilterTarget[] Targets)> TargetsOf(int channel, bool[]? wanted) => TargetsOf<FilterFamily>(channel, wanted);

    /// <inheritdoc cref="TargetsOf(int, bool[])"/>
    /// <typeparam name="TFamily">What the families of the plan's configuration are.</typeparam>
    internal IEnumerable<(TFamily Family, FilterTarget[] Targets)> TargetsOf<TFamily>(int channel, bool[]? wanted)
        where TFamily : MapFamily
        => Enumerable.Range(0, Count)
            .Where(i => !Maps[i].IsExtra && Maps[i].Channel == channel && (wanted is null || wanted[i]))
            .Select(i => new FilterTarget(Maps[i].Definition!, i))
            .GroupBy(t => t.Map.Family)
            .Select(g => ((TFamily)g.Key, g.ToArray()));

    /// <summary>The unblurred image first, then scale by scale, then what belongs to no single scale.</summary>
    private static IEnumerable<FilterMap> MapsOf(FeatureConfig config)
    {
        FilterSettings settings = config.Settings;
        ImmutableArray<MapFamily> families = config.Registry.Families;
        return settings.Sigmas.Prepend(0)
            .SelectMany(sigma => families.SelectMany(f => f.MapsAt(sigma, settings)))
            .Concat(families.SelectMany(f => f.MapsAcross(settings)));
    }

    private static double Cost(IEnumerable<FeatureMap> maps) => maps.Sum(m => m.Definition is { } map ? map.Family.CostOf(map) : 0.2);
}
