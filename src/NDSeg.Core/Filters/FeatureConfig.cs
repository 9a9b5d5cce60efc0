using System.Collections.Immutable;

namespace NDSeg.Filters;

/// <summary>
/// Which maps a stack holds and at which scales. Immutable; stored inside every model, so that the maps a model was
/// trained on can be computed again for any image.
/// </summary>
public sealed record FeatureConfig
{
    /// <summary>The default: 58 maps per channel.</summary>
    public static FeatureConfig Default { get; } = new();

    /// <summary>Scales of the blurs and of the rank filters, in pixels, ascending. Default 1, 2, 4, 8, 16.</summary>
    public ImmutableArray<double> Sigmas { get; init; } = [1, 2, 4, 8, 16];

    /// <summary>Gaussian blurs.</summary>
    public bool Gaussian { get; init; } = true;

    /// <summary>Gradient magnitudes of the original and of every blur.</summary>
    public bool Gradient { get; init; } = true;

    /// <summary>The five Hessian maps of the original and of every blur.</summary>
    public bool Hessian { get; init; } = true;

    /// <summary>Differences of every pair of blurs.</summary>
    public bool DifferenceOfGaussians { get; init; } = true;

    /// <summary>The six membrane projections.</summary>
    public bool Membrane { get; init; } = true;

    /// <summary>Disc means.</summary>
    public bool Mean { get; init; }

    /// <summary>Disc minima.</summary>
    public bool Minimum { get; init; }

    /// <summary>Disc maxima.</summary>
    public bool Maximum { get; init; }

    /// <summary>Disc medians.</summary>
    public bool Median { get; init; }

    /// <summary>Bilateral means, radii 5 and 10, grey spans 50 and 100.</summary>
    public bool Bilateral { get; init; }

    /// <summary>Standard deviation of a blur per unit of sigma; 0.4 as in Trainable Weka Segmentation.</summary>
    public double SigmaMultiplier { get; init; } = 0.4;

    /// <summary>Truncate the standard deviation to an integer, as nDTomo 2026.07 does.</summary>
    public bool TruncateSigma { get; init; }

    /// <summary>Edge length of the membrane kernels, odd. Default 15.</summary>
    public int MembraneSize { get; init; } = 15;

    /// <summary>
    /// Sample values mapped to 0 and 255 for the rank filters of images that are not 8-bit; null until it is given or
    /// taken from the training image.
    /// </summary>
    public IntensityRange? IntensityRange { get; init; }

    /// <summary>True when a map that works on the 8-bit image is switched on.</summary>
    public bool UsesRankFilters => Mean || Minimum || Maximum || Median || Bilateral;

    /// <summary>Value equality, scales compared element by element.</summary>
    public bool Equals(FeatureConfig? other)
        => other is not null
        && Sigmas.AsSpan().SequenceEqual(other.Sigmas.AsSpan())
        && Gaussian == other.Gaussian && Gradient == other.Gradient && Hessian == other.Hessian
        && DifferenceOfGaussians == other.DifferenceOfGaussians && Membrane == other.Membrane
        && Mean == other.Mean && Minimum == other.Minimum && Maximum == other.Maximum && Median == other.Median
        && Bilateral == other.Bilateral && SigmaMultiplier.Equals(other.SigmaMultiplier)
        && TruncateSigma == other.TruncateSigma && MembraneSize == other.MembraneSize
        && Nullable.Equals(IntensityRange, other.IntensityRange);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (double sigma in Sigmas)
        {
            hash.Add(sigma);
        }

        hash.Add((Gaussian, Gradient, Hessian, DifferenceOfGaussians, Membrane));
        hash.Add((Mean, Minimum, Maximum, Median, Bilateral));
        hash.Add((SigmaMultiplier, TruncateSigma, MembraneSize, IntensityRange));
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

        for (int i = 0; i < Sigmas.Length; i++)
        {
            double sigma = Sigmas[i];
            if (!(sigma > 0 && sigma <= 256) || (i > 0 && sigma <= Sigmas[i - 1]))
            {
                throw Invalid($"Expected ascending sigmas above 0 and at most 256, found {string.Join(", ", Sigmas)}.");
            }
        }

        if (!(SigmaMultiplier > 0 && SigmaMultiplier <= 4))
        {
            throw Invalid($"Expected a sigma multiplier above 0 and at most 4, found {SigmaMultiplier}.");
        }

        if (MembraneSize < 3 || MembraneSize > 63 || MembraneSize % 2 == 0)
        {
            throw Invalid($"Expected an odd membrane size from 3 to 63, found {MembraneSize}.");
        }

        if (IntensityRange is { } range && !(double.IsFinite(range.Low) && double.IsFinite(range.High) && range.Low < range.High))
        {
            throw Invalid($"Expected an intensity range with low < high, found {range.Low} to {range.High}.");
        }
    }

    private static SegException Invalid(string message) => new("InvalidFeatureConfig", SegErrorKind.InvalidArgument, message);
}
