using System.Collections.Immutable;
using System.Globalization;

namespace NDSeg.Filters;

/// <summary>The ordered list of maps a configuration gives for a number of channels and extra channels.</summary>
public sealed class FeaturePlan
{
    private static readonly (FeatureKind Kind, string Name)[] Derivatives =
    [
        (FeatureKind.Gradient, "gradient"),
        (FeatureKind.HessianEig1, "hessian_eig1"),
        (FeatureKind.HessianEig2, "hessian_eig2"),
        (FeatureKind.HessianMod, "hessian_mod"),
        (FeatureKind.HessianTrace, "hessian_trace"),
        (FeatureKind.HessianDet, "hessian_det"),
    ];

    private FeaturePlan(FeatureConfig config, int channels, ImmutableArray<FeatureMap> maps)
    {
        Config = config;
        Channels = channels;
        Maps = maps;
        Names = [.. maps.Select(m => m.Name)];
    }

    /// <summary>The configuration the plan was made from.</summary>
    public FeatureConfig Config { get; }

    /// <summary>Number of image channels that are filtered (extra channels not counted).</summary>
    public int Channels { get; }

    /// <summary>Number of extra channels appended raw.</summary>
    public int ExtraChannels => Maps.Count(m => m.Kind == FeatureKind.Extra);

    /// <summary>The maps in stack order.</summary>
    public ImmutableArray<FeatureMap> Maps { get; }

    /// <summary>The names of the maps in stack order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Number of maps.</summary>
    public int Count => Maps.Length;

    /// <summary>Lists the maps for an image.</summary>
    /// <param name="config">Valid configuration.</param>
    /// <param name="channels">Number of image channels, at least 1. From two on, names are prefixed <c>c0:</c>, <c>c1:</c>, ...</param>
    /// <param name="extraNames">Names of the channels appended raw; null for none.</param>
    /// <exception cref="SegException">InvalidFeatureConfig; DuplicateFeatureName; NoFeatures.</exception>
    public static FeaturePlan Create(FeatureConfig config, int channels = 1, IReadOnlyList<string>? extraNames = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        config.Validate();

        var maps = ImmutableArray.CreateBuilder<FeatureMap>();
        for (int channel = 0; channel < channels; channel++)
        {
            string prefix = channels == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"c{channel}:");
            AddChannel(maps, config, channel, prefix);
        }

        for (int extra = 0; extra < (extraNames?.Count ?? 0); extra++)
        {
            maps.Add(new FeatureMap(extraNames![extra], FeatureKind.Extra, extra));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (FeatureMap map in maps)
        {
            if (!seen.Add(map.Name))
            {
                throw new SegException(
                    "DuplicateFeatureName",
                    SegErrorKind.InvalidArgument,
                    $"Expected every map to have a name of its own, found '{map.Name}' twice.", "Give the extra channels other names.");
            }
        }

        return new FeaturePlan(config, channels, maps.ToImmutable());
    }

    private static void AddChannel(ImmutableArray<FeatureMap>.Builder maps, FeatureConfig config, int channel, string prefix)
    {
        void Add(FeatureKind kind, string name, double sigma = 0, double second = 0)
            => maps.Add(new FeatureMap(prefix + name, kind, channel, sigma, second));

        void AddDerivatives(double sigma)
        {
            foreach ((FeatureKind kind, string name) in Derivatives)
            {
                if (kind == FeatureKind.Gradient ? config.Gradient : config.Hessian)
                {
                    Add(kind, $"{name}_{Text(sigma)}", sigma);
                }
            }
        }

        Add(FeatureKind.Original, "original");
        AddDerivatives(0);
        foreach (double sigma in config.Sigmas)
        {
            string suffix = "_" + Text(sigma);
            if (config.Gaussian)
            {
                Add(FeatureKind.Gaussian, "gaussian" + suffix, sigma);
            }

            AddDerivatives(sigma);
            if (config.Mean)
            {
                Add(FeatureKind.Mean, "mean" + suffix, sigma);
            }

            if (config.Minimum)
            {
                Add(FeatureKind.Minimum, "minimum" + suffix, sigma);
            }

            if (config.Maximum)
            {
                Add(FeatureKind.Maximum, "maximum" + suffix, sigma);
            }

            if (config.Median)
            {
                Add(FeatureKind.Median, "median" + suffix, sigma);
            }
        }

        if (config.DifferenceOfGaussians)
        {
            for (int large = 1; large < config.Sigmas.Length; large++)
            {
                for (int small = 0; small < large; small++)
                {
                    double a = config.Sigmas[small];
                    double b = config.Sigmas[large];
                    Add(FeatureKind.DifferenceOfGaussians, $"dog_{Text(a)}_{Text(b)}", a, b);
                }
            }
        }

        if (config.Membrane)
        {
            Add(FeatureKind.MembraneMean, "membrane_mean");
            Add(FeatureKind.MembraneMax, "membrane_max");
            Add(FeatureKind.MembraneMin, "membrane_min");
            Add(FeatureKind.MembraneSum, "membrane_sum");
            Add(FeatureKind.MembraneStd, "membrane_std");
            Add(FeatureKind.MembraneMedian, "membrane_median");
        }

        if (config.Bilateral)
        {
            foreach (int radius in (ReadOnlySpan<int>)[5, 10])
            {
                foreach (int span in (ReadOnlySpan<int>)[50, 100])
                {
                    Add(FeatureKind.Bilateral, $"bilateral_{radius}_{span}", radius, span);
                }
            }
        }
    }

    private static string Text(double sigma) => sigma.ToString("G6", CultureInfo.InvariantCulture);
}
