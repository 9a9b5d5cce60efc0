using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NDSeg.Filters.Families;
using NDSeg.Images;

namespace NDSeg.Filters;

/// <summary>
/// Which maps a stack holds and at which scales. Immutable; stored inside every model, so that the maps a model was
/// trained on can be computed again for any image. What can be switched and set follows from the families of filters.
/// </summary>
public sealed record FeatureConfig
{
    /// <summary>Most sigmas: there is a map for every pair of them, and a few digits in a model file must not ask for gigabytes.</summary>
    internal const int MostSigmas = 64;

    private readonly FilterRegistry registry;

    /// <summary>The default configuration.</summary>
    public FeatureConfig()
        : this(FilterRegistry.Default)
    {
    }

    internal FeatureConfig(FilterRegistry registry)
    {
        this.registry = registry;
        SwitchedOn = [.. registry.Switches.Where(s => s.OnByDefault).Select(s => s.Name)];
        if (registry.Dimensions == 3)
        {
            Sigmas = [1, 2, 4, 8];
            SigmaMultiplier = 1;
        }

        OptionValues = registry.Options.ToImmutableSortedDictionary(o => o.Name, o => o.Default);
    }

    /// <summary>The default: 58 maps per channel.</summary>
    public static FeatureConfig Default { get; } = new();

    /// <summary>Every filter switched on.</summary>
    public static FeatureConfig Everything { get; } = Default.With([.. FilterRegistry.Default.Switches.Select(s => s.Name)]);

    /// <summary>The maps of volumes in three dimensions: 43 per channel.</summary>
    public static FeatureConfig Volume { get; } = new(FilterRegistry.Volumes);

    /// <summary>The groups of maps of single images that can be switched.</summary>
    public static ImmutableArray<FilterSwitch> KnownFilters => FilterRegistry.Default.Switches;

    /// <summary>The groups of maps of volumes that can be switched.</summary>
    public static ImmutableArray<FilterSwitch> KnownVolumeFilters => FilterRegistry.Volumes.Switches;

    /// <summary>The numbers that filters can be told.</summary>
    public static ImmutableArray<FilterOption> KnownOptions => FilterRegistry.Default.Options;

    /// <summary>2 where maps are those of single images, 3 where they are those of volumes.</summary>
    public int Dimensions => registry.Dimensions;

    /// <summary>Scales of the blurs and of the rank filters, in pixels, ascending. Default 1, 2, 4, 8, 16; of volumes 1, 2, 4, 8.</summary>
    public ImmutableArray<double> Sigmas { get; init; } = [1, 2, 4, 8, 16];

    /// <summary>Standard deviation of a blur per unit of sigma; 0.4 as in Trainable Weka Segmentation, 1 for volumes.</summary>
    public double SigmaMultiplier { get; init; } = 0.4;

    /// <summary>Truncate the standard deviation to an integer, as nDTomo 2026.07 does.</summary>
    public bool TruncateSigma { get; init; }

    /// <summary>
    /// Sample values mapped to 0 and 255 for the rank filters of images that are not 8-bit; null until it is given or
    /// taken from the training image.
    /// </summary>
    public IntensityRange? IntensityRange { get; init; }

    /// <summary>
    /// Of volumes: how far slices and rows of the training volume are apart, in units of the distance between columns; holds for volumes
    /// that do not say it themselves. Null until training.
    /// </summary>
    public VoxelRatio? VoxelRatio { get; init; }

    /// <summary>Names of the groups of maps that are switched on.</summary>
    public JoinedList<string> Filters => new(registry.Switches.Where(Has).Select(s => s.Name));

    /// <summary>The value of every option by name.</summary>
    public NamedNumbers Options => new(OptionValues);

    /// <summary>Number of maps of an image of one channel. Follows from the rest, so that files do not hold it.</summary>
    [JsonIgnore]
    public int MapsPerChannel => FeaturePlan.Create(this).Count;

    /// <summary>True when a map that works on the 8-bit image is switched on.</summary>
    public bool UsesRankFilters => registry.Switches.Any(s => s.UsesBytes && Has(s));

    /// <summary>The families this configuration chooses from.</summary>
    internal FilterRegistry Registry => registry;

    /// <summary>What the families are told.</summary>
    internal FilterSettings Settings => new(Sigmas, SigmaMultiplier, TruncateSigma, SwitchedOn, OptionValues);

    private ImmutableHashSet<string> SwitchedOn { get; init; }

    private ImmutableSortedDictionary<string, double> OptionValues { get; init; }

    /// <summary>Whether a group of maps is switched on.</summary>
    /// <exception cref="SegException">UnknownFilter.</exception>
    public bool Has(string filter) => SwitchedOn.Contains(Known(filter));

    /// <summary>The same with groups of maps switched on.</summary>
    /// <exception cref="SegException">UnknownFilter.</exception>
    public FeatureConfig With(params IReadOnlyList<string> filters) => this with { SwitchedOn = SwitchedOn.Union(filters.Select(Known)) };

    /// <summary>The same with groups of maps switched off.</summary>
    /// <exception cref="SegException">UnknownFilter.</exception>
    public FeatureConfig Without(params IReadOnlyList<string> filters) => this with { SwitchedOn = SwitchedOn.Except(filters.Select(Known)) };

    /// <summary>The same with the value of an option.</summary>
    /// <exception cref="SegException">UnknownOption.</exception>
    public FeatureConfig WithOption(string name, double value)
    {
        if (registry.Options.IsEmpty)
        {
            throw new SegException("UnknownOption", SegErrorKind.InvalidArgument, $"Expected no option with maps of volumes, which have none, found '{name}'.", "Leave it out, or start from a preset of single images.");
        }

        FilterOption option = registry.Options.FirstOrDefault(o => o.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SegException("UnknownOption", SegErrorKind.InvalidArgument, $"Expected one of {string.Join(", ", registry.Options.Select(o => o.Name))}, found '{name}'.");
        return this with { OptionValues = OptionValues.SetItem(option.Name, value) };
    }

    /// <summary>Value equality, scales compared element by element.</summary>
    public bool Equals(FeatureConfig? other)
        => other is not null
        && Dimensions == other.Dimensions
        && Nullable.Equals(VoxelRatio, other.VoxelRatio)
        && Sigmas.AsSpan().SequenceEqual(other.Sigmas.AsSpan())
        && SwitchedOn.SetEquals(other.SwitchedOn)
        && OptionValues.SequenceEqual(other.OptionValues)
        && SigmaMultiplier.Equals(other.SigmaMultiplier)
        && TruncateSigma == other.TruncateSigma
        && Nullable.Equals(IntensityRange, other.IntensityRange);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (double sigma in Sigmas)
        {
            hash.Add(sigma);
        }

        foreach (string filter in Filters)
        {
            hash.Add(filter, StringComparer.Ordinal);
        }

        foreach ((_, double value) in OptionValues)
        {
            hash.Add(value);
        }

        hash.Add((Dimensions, SigmaMultiplier, TruncateSigma, IntensityRange, VoxelRatio));
        return hash.ToHashCode();
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="SegException">InvalidFeatureConfig, naming the value.</exception>
    public void Validate()
    {
        if (Sigmas.IsDefault)
        {
            throw Invalid("Expected a list of sigmas, found none.");
        }

        if (Sigmas.Length > MostSigmas)
        {
            throw Invalid($"Expected at most {MostSigmas} sigmas, found {Sigmas.Length}.");
        }

        for (int i = 0; i < Sigmas.Length; i++)
        {
            double sigma = Sigmas[i];
            if (!(sigma > 0 && sigma <= 256) || (i > 0 && sigma <= Sigmas[i - 1]))
            {
                throw Invalid($"Expected ascending sigmas above 0 and at most 256, found {string.Join(", ", Sigmas)}.");
            }

            if (i > 0 && FilterMap.Text(sigma) == FilterMap.Text(Sigmas[i - 1]))
            {
                throw Invalid($"Expected sigmas that differ in their first six digits, which name their maps, found {Sigmas[i - 1]:R} and {sigma:R}.");
            }
        }

        if (!(SigmaMultiplier > 0 && SigmaMultiplier <= 4))
        {
            throw Invalid($"Expected a sigma multiplier above 0 and at most 4, found {SigmaMultiplier}.");
        }

        if (Dimensions == 3)
        {
            ValidateVolume();
        }

        foreach (FilterOption option in registry.Options)
        {
            if (option.Problem(OptionValues[option.Name]) is { } problem)
            {
                throw Invalid(problem);
            }
        }

        if (IntensityRange is { } range && !(double.IsFinite(range.Low) && double.IsFinite(range.High) && range.Low < range.High))
        {
            throw Invalid($"Expected an intensity range with low < high, found {range.Low} to {range.High}.");
        }
    }

    /// <summary>Filters and scales.</summary>
    public override string ToString() => $"{string.Join(", ", Filters)}; sigmas {new JoinedList<double>(Sigmas)}";

    /// <summary>Switches and options as text, for messages that compare configurations.</summary>
    internal string Describe()
    {
        string options = string.Concat(registry.Options.Select(o => FormattableString.Invariant($", {o.Name} {OptionValues[o.Name]}")));
        string range = IntensityRange is { } r ? FormattableString.Invariant($"{r.Low} to {r.High}") : "of the samples";
        return FormattableString.Invariant($"sigma multiplier {SigmaMultiplier}, truncated sigma {(TruncateSigma ? "on" : "off")}{options}, intensity range {range}");
    }

    private void ValidateVolume()
    {
        // A wider window would ask for gigabytes of neighbouring slices.
        const double Widest = 64;
        if (TruncateSigma)
        {
            throw Invalid("Expected no truncated sigmas with maps of volumes, found them.", "Leave -TruncateSigma out.");
        }

        if (Sigmas.Length > 0 && Sigmas[^1] * SigmaMultiplier > Widest)
        {
            throw Invalid($"Expected standard deviations of at most {Widest} pixels with maps of volumes, found {Sigmas[^1] * SigmaMultiplier}.", "Leave out the greatest sigmas, or bin the volume.");
        }

        if (IntensityRange is not null)
        {
            throw Invalid("Expected no intensity range with maps of volumes, found one: none of them works on an 8-bit image.", "Leave -IntensityRange out.");
        }

        _ = VoxelRatio is { } ratio ? new VoxelSize(ratio.Z, ratio.Y, 1).Validated() : null;
    }

    private static SegException Invalid(string message, string? remedy = null) => new("InvalidFeatureConfig", SegErrorKind.InvalidArgument, message, remedy);

    private bool Has(FilterSwitch group) => SwitchedOn.Contains(group.Name);

    private string Known(string filter)
        => registry.Switches.FirstOrDefault(s => s.Name.Equals(filter, StringComparison.OrdinalIgnoreCase))?.Name
            ?? throw new SegException("UnknownFilter", SegErrorKind.InvalidArgument, $"Expected one of {string.Join(", ", registry.Switches.Select(s => s.Name))}, found '{filter}'.");
}
