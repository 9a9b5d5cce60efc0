using NDSeg.Filters;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters;

/// <summary>
/// Computes the wanted maps of a plan for one band of rows after another. Every distinct map is computed once; constants
/// stay on the device from band to band.
/// </summary>
internal sealed class FeatureProgram : IDisposable
{
    private readonly FeaturePlan plan;
    private readonly Dictionary<(int Channel, FeatureKind Kind, double Sigma, double Second), int> places = [];
    private readonly Dictionary<double, Tensor[]> weights = [];
    private readonly Tensor[] constants;
    private readonly DerivativeFilter derivatives;
    private readonly MembraneFilter? membrane;
    private readonly int blurPad;

    /// <summary>Prepares the constants.</summary>
    /// <param name="plan">The maps.</param>
    /// <param name="wanted">For every map whether it is wanted; null for all.</param>
    /// <param name="device">Where to compute.</param>
    public FeatureProgram(FeaturePlan plan, bool[]? wanted, Device device)
    {
        this.plan = plan;
        Device = device;
        for (int i = 0; i < plan.Count; i++)
        {
            if (wanted is null || wanted[i])
            {
                FeatureMap map = plan.Maps[i];
                places.Add((map.Channel, map.Kind, map.Sigma, map.Second), places.Count);
            }
        }

        var all = new List<Tensor>();
        foreach (double sigma in plan.Config.Sigmas)
        {
            double[] window = GaussianWindow.Weights(sigma, plan.Config);
            using Tensor row = DeviceTransfer.Upload<double>(window, ScalarType.Float64, device);
            weights[sigma] = row.unbind(0);
            all.AddRange(weights[sigma]);
            if (NeedsBlur(sigma))
            {
                blurPad = Math.Max(blurPad, window.Length - 1);
            }
        }

        constants = [.. all];
        derivatives = new DerivativeFilter(device);
        membrane = places.Keys.Any(k => IsMembrane(k.Kind)) ? new MembraneFilter(plan.Config.MembraneSize) : null;
        Halo = WidestReach();
    }

    /// <summary>Where the program computes.</summary>
    public Device Device { get; }

    /// <summary>Number of wanted maps; a band's output has as many planes, in stack order.</summary>
    public int Count => places.Count;

    /// <summary>Rows of the image needed above and below a band.</summary>
    public int Halo { get; }

    /// <summary>Whether any wanted map works on the 8-bit image.</summary>
    public bool UsesBytes => places.Keys.Any(k => IsRank(k.Kind));

    /// <summary>Channels that any wanted map needs.</summary>
    public IEnumerable<int> Channels => places.Keys.Where(k => k.Kind != FeatureKind.Extra).Select(k => k.Channel).Distinct();

    /// <summary>Extra channels that are wanted.</summary>
    public IEnumerable<int> Extras => places.Keys.Where(k => k.Kind == FeatureKind.Extra).Select(k => k.Channel);

    /// <summary>Computes the wanted maps of a band.</summary>
    /// <param name="band">The uploaded rows.</param>
    /// <param name="output">Count x rows x W float32, written plane by plane.</param>
    /// <param name="cancellation">Checked between maps.</param>
    public void Run(ImageBand band, Tensor output, CancellationToken cancellation)
    {
        foreach (int channel in Channels)
        {
            RunChannel(band, channel, output, cancellation);
        }

        foreach (int extra in Extras)
        {
            using Tensor rows = band.Extra(extra);
            Store(output, (extra, FeatureKind.Extra, 0, 0), rows);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor constant in constants)
        {
            constant.Dispose();
        }

        derivatives.Dispose();
    }

    private static bool IsMembrane(FeatureKind kind) => kind is >= FeatureKind.MembraneMean and <= FeatureKind.MembraneMedian;

    private static bool IsDerivative(FeatureKind kind) => kind is >= FeatureKind.Gradient and <= FeatureKind.HessianDet;

    private static bool IsRank(FeatureKind kind) => kind is FeatureKind.Mean or FeatureKind.Minimum or FeatureKind.Maximum or FeatureKind.Median or FeatureKind.Bilateral;

    private static void Copy(Tensor output, int place, Tensor map)
    {
        using Tensor plane = output.select(0, place);
        plane.copy_(map);
    }

    private void RunChannel(ImageBand band, int channel, Tensor output, CancellationToken cancellation)
    {
        var blurs = new Dictionary<double, Tensor>();
        try
        {
            // Two rows more than the band on both sides, where the image has them: second differences reach that far.
            long first = Math.Max(0, band.First - 2);
            long count = Math.Min(band.ImageHeight, band.First + band.Count + 2) - first;
            using (Tensor grey = band.GreyRows(channel, first, count))
            {
                using Tensor original = grey.narrow(0, band.First - first, band.Count);
                Store(output, (channel, FeatureKind.Original, 0, 0), original);
                Derive(grey, channel, 0, band, first, output);
            }

            using Tensor? padded = plan.Config.Sigmas.Any(NeedsBlur) ? band.GreyPadded(channel, first, count, blurPad, PaddedRows.Border.Replicate) : null;
            using Tensor? wide = padded?.to(ScalarType.Float64);
            foreach (double sigma in plan.Config.Sigmas)
            {
                cancellation.ThrowIfCancellationRequested();
                if (NeedsBlur(sigma))
                {
                    Tensor blur = GaussianFilter.Blur(wide!, blurPad, weights[sigma]);
                    blurs[sigma] = blur;
                    using Tensor rows = blur.narrow(0, band.First - first, band.Count);
                    Store(output, (channel, FeatureKind.Gaussian, sigma, 0), rows);
                    Derive(blur, channel, sigma, band, first, output);
                }
            }

            Differences(blurs, channel, band.First - first, band.Count, output);
        }
        finally
        {
            foreach (Tensor blur in blurs.Values)
            {
                blur.Dispose();
            }
        }

        cancellation.ThrowIfCancellationRequested();
        if (membrane is not null && places.Keys.Any(k => k.Channel == channel && IsMembrane(k.Kind)))
        {
            using Tensor grey = band.GreyPadded(channel, band.First, band.Count, membrane.Radius, PaddedRows.Border.Symmetric);
            using Tensor mirrored = grey.to(band.HoldsBytes && membrane.IsExact ? ScalarType.Float64 : ScalarType.Float32);
            membrane.Compute(mirrored, kind => Has(channel, kind, 0), (kind, map) => Store(output, (channel, kind, 0, 0), map));
        }

        cancellation.ThrowIfCancellationRequested();
        if (places.Keys.Any(k => k.Channel == channel && IsRank(k.Kind)))
        {
            RunRank(band, channel, output, cancellation);
        }
    }

    private void Derive(Tensor blur, int channel, double sigma, ImageBand band, long first, Tensor output)
    {
        bool hessian = places.Keys.Any(k => k.Channel == channel && k.Sigma.Equals(sigma) && k.Kind != FeatureKind.Gradient && IsDerivative(k.Kind));
        if (hessian || Has(channel, FeatureKind.Gradient, sigma))
        {
            derivatives.Compute(
                blur,
                band.First - first,
                band.Count,
                hessian,
                kind => Has(channel, kind, sigma),
                (kind, map) => Store(output, (channel, kind, sigma, 0), map));
        }
    }

    private void Differences(Dictionary<double, Tensor> blurs, int channel, long skip, long count, Tensor output)
    {
        foreach (((int Channel, FeatureKind Kind, double Sigma, double Second) key, int place) in places)
        {
            if (key.Channel == channel && key.Kind == FeatureKind.DifferenceOfGaussians)
            {
                using Tensor small = blurs[key.Sigma].narrow(0, skip, count);
                using Tensor large = blurs[key.Second].narrow(0, skip, count);
                using Tensor difference = small.sub(large);
                Copy(output, place, difference);
            }
        }
    }

    private void RunRank(ImageBand band, int channel, Tensor output, CancellationToken cancellation)
    {
        using Tensor bytes = band.Bytes(channel);
        long first = band.First - band.FirstUploaded;
        byte[]? levels = places.Keys.Any(k => k.Channel == channel && k.Kind == FeatureKind.Median) ? ImageBand.Levels(bytes) : null;
        foreach (double sigma in plan.Config.Sigmas)
        {
            cancellation.ThrowIfCancellationRequested();
            RankAt(bytes, first, band.Count, channel, sigma, levels, output);
        }

        (int Place, int Radius, int Span)[] bilateral =
        [
            .. places.Where(p => p.Key.Channel == channel && p.Key.Kind == FeatureKind.Bilateral)
                .Select(p => (p.Value, (int)p.Key.Sigma, (int)p.Key.Second)),
        ];
        BilateralFilter.Compute(bytes, first, band.Count, [.. bilateral.Select(b => (b.Radius, b.Span))], (i, map) => Copy(output, bilateral[i].Place, map), cancellation);
    }

    private void RankAt(Tensor bytes, long first, long count, int channel, double sigma, byte[]? levels, Tensor output)
    {
        int radius = DiscFootprint.RadiusOf(sigma);
        if (Has(channel, FeatureKind.Minimum, sigma))
        {
            using Tensor padded = Cut(bytes, first, count, radius, byte.MaxValue);
            using Tensor map = RankFilter.Minimum(padded, radius);
            Store(output, (channel, FeatureKind.Minimum, sigma, 0), map);
        }

        bool mean = Has(channel, FeatureKind.Mean, sigma);
        bool median = Has(channel, FeatureKind.Median, sigma);
        bool greatest = Has(channel, FeatureKind.Maximum, sigma);
        if (!mean && !median && !greatest)
        {
            return;
        }

        using Tensor zero = Cut(bytes, first, count, radius, 0);
        if (greatest)
        {
            using Tensor map = RankFilter.Maximum(zero, radius);
            Store(output, (channel, FeatureKind.Maximum, sigma, 0), map);
        }

        if (mean || median)
        {
            using Tensor ones = ones_like(bytes);
            using Tensor inside = Cut(ones, first, count, radius, 0);
            using Tensor counted = DiscSums.Sum(inside, radius, ScalarType.Int32);
            using Tensor population = counted.to(ScalarType.Float32);
            if (mean)
            {
                using Tensor map = RankFilter.Mean(zero, population, radius);
                Store(output, (channel, FeatureKind.Mean, sigma, 0), map);
            }

            if (median)
            {
                using Tensor map = RankFilter.Median(zero, population, levels!, radius);
                Store(output, (channel, FeatureKind.Median, sigma, 0), map);
            }
        }
    }

    private Tensor Cut(Tensor bytes, long first, long count, int pad, byte outside)
    {
        using Tensor value = tensor(outside, device: Device);
        return PaddedRows.Cut(bytes, first, count, pad, value);
    }

    private bool Has(int channel, FeatureKind kind, double sigma) => places.ContainsKey((channel, kind, sigma, 0));

    private bool NeedsBlur(double sigma)
        => places.Keys.Any(k => (k.Sigma.Equals(sigma) && (k.Kind == FeatureKind.Gaussian || IsDerivative(k.Kind)))
            || (k.Kind == FeatureKind.DifferenceOfGaussians && (k.Sigma.Equals(sigma) || k.Second.Equals(sigma))));

    private void Store(Tensor output, (int Channel, FeatureKind Kind, double Sigma, double Second) key, Tensor map)
    {
        if (places.TryGetValue(key, out int place))
        {
            Copy(output, place, map);
        }
    }

    private int WidestReach()
    {
        int reach = Math.Max(blurPad + 2, membrane?.Radius ?? 0);
        foreach ((int _, FeatureKind kind, double sigma, double _) in places.Keys)
        {
            reach = Math.Max(reach, kind == FeatureKind.Bilateral ? (int)sigma : IsRank(kind) ? DiscFootprint.RadiusOf(sigma) : 0);
        }

        return reach;
    }
}
