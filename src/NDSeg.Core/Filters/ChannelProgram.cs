using System.Collections.Immutable;
using NDSeg.Filters.Kernels;

namespace NDSeg.Filters;

/// <summary>What has to be computed of one image channel: for every family of maps its places in the stack, -1 where unwanted.</summary>
internal sealed class ChannelProgram
{
    private ChannelProgram(FeatureConfig config, int channel)
    {
        Channel = channel;
        Scales = [.. config.Sigmas.Select(s => new ScaleProgram(s, config))];
    }

    /// <summary>0-based image channel.</summary>
    internal int Channel { get; }

    /// <summary>The grey values.</summary>
    internal int Original { get; private set; } = -1;

    /// <summary>Gradient, eig1, eig2, mod, trace, det of the grey values.</summary>
    internal DerivativeMaps Derivatives { get; } = new();

    /// <summary>Scales in ascending order.</summary>
    internal ImmutableArray<ScaleProgram> Scales { get; }

    /// <summary>Differences: map, smaller scale, larger scale.</summary>
    internal List<(int Map, int Small, int Large)> Differences { get; } = [];

    /// <summary>Mean, max, min, sum, std, median; null when none is wanted.</summary>
    internal int[]? Membrane { get; private set; }

    /// <summary>Bilateral means: map, radius, grey span.</summary>
    internal List<(int Map, int Radius, int Span)> Bilaterals { get; } = [];

    /// <summary>The membrane sums; null when none is wanted.</summary>
    internal MembraneProgram? MembraneProgram { get; private set; }

    /// <summary>Greatest half-width of a blur that is computed.</summary>
    internal int BlurRadius { get; private set; }

    /// <summary>Radius of the widest disc that is computed, 0 for none.</summary>
    internal int DiscRadius { get; private set; }

    /// <summary>Whether the grey values as floats are needed at all.</summary>
    internal bool NeedsGrey { get; private set; }

    /// <summary>Lists the work of every channel.</summary>
    /// <param name="plan">The maps.</param>
    /// <param name="wanted">Which of them to compute; null for all.</param>
    internal static ChannelProgram[] Create(FeaturePlan plan, bool[]? wanted)
    {
        var programs = new ChannelProgram[plan.Channels];
        for (int c = 0; c < programs.Length; c++)
        {
            programs[c] = new ChannelProgram(plan.Config, c);
        }

        for (int map = 0; map < plan.Count; map++)
        {
            if (plan.Maps[map].Kind != FeatureKind.Extra && (wanted is null || wanted[map]))
            {
                programs[plan.Maps[map].Channel].Add(map, plan.Maps[map]);
            }
        }

        MembraneProgram? membrane = programs.Any(p => p.Membrane is not null) ? MembraneProgram.Create(plan.Config.MembraneSize) : null;
        foreach (ChannelProgram program in programs)
        {
            program.Complete(membrane);
        }

        return programs;
    }

    private void Add(int map, FeatureMap what)
    {
        switch (what.Kind)
        {
            case FeatureKind.Original:
                Original = map;
                break;
            case FeatureKind.Gaussian:
                ScaleOf(what.Sigma).Gaussian = map;
                break;
            case FeatureKind.Gradient or FeatureKind.HessianEig1 or FeatureKind.HessianEig2 or FeatureKind.HessianMod or FeatureKind.HessianTrace or FeatureKind.HessianDet:
                (what.Sigma == 0 ? Derivatives : ScaleOf(what.Sigma).Derivatives).Set(what.Kind, map);
                break;
            case FeatureKind.Mean:
                ScaleOf(what.Sigma).Mean = map;
                break;
            case FeatureKind.Minimum:
                ScaleOf(what.Sigma).Minimum = map;
                break;
            case FeatureKind.Maximum:
                ScaleOf(what.Sigma).Maximum = map;
                break;
            case FeatureKind.Median:
                ScaleOf(what.Sigma).Median = map;
                break;
            case FeatureKind.DifferenceOfGaussians:
                Differences.Add((map, IndexOf(what.Sigma), IndexOf(what.Second)));
                break;
            case FeatureKind.Bilateral:
                Bilaterals.Add((map, (int)what.Sigma, (int)what.Second));
                break;
            default:
                Membrane ??= [-1, -1, -1, -1, -1, -1];
                Membrane[what.Kind - FeatureKind.MembraneMean] = map;
                break;
        }
    }

    private void Complete(MembraneProgram? membrane)
    {
        foreach ((_, int small, int large) in Differences)
        {
            Scales[small].NeedsBlur = true;
            Scales[large].NeedsBlur = true;
        }

        foreach (ScaleProgram scale in Scales)
        {
            scale.NeedsBlur |= scale.Gaussian >= 0 || scale.Derivatives.Any;
            if (scale.NeedsBlur)
            {
                BlurRadius = Math.Max(BlurRadius, scale.Radius);
            }

            if (scale.NeedsRank)
            {
                DiscRadius = Math.Max(DiscRadius, scale.DiscRadius);
            }
        }

        DiscRadius = Bilaterals.Aggregate(DiscRadius, (r, b) => Math.Max(r, b.Radius));
        NeedsGrey = Original >= 0 || Derivatives.Any || Scales.Any(s => s.NeedsBlur);
        MembraneProgram = Membrane is null ? null : membrane;
    }

    private ScaleProgram ScaleOf(double sigma) => Scales[IndexOf(sigma)];

    private int IndexOf(double sigma)
    {
        for (int i = 0; i < Scales.Length; i++)
        {
            if (Scales[i].Sigma.Equals(sigma))
            {
                return i;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(sigma));
    }
}
