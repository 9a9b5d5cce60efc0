using NDSeg.Filters;
using NDSeg.Filters.Families;
using NDSeg.Filters.Gaussian;
using NDSeg.Torch.Filters.Families;
using NDSeg.Torch.Filters.Gaussian;
using NDSeg.Torch.Tensors;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters;

/// <summary>
/// Computes the wanted maps of a plan for one band of rows after another. Every intermediate result is computed once per
/// band and channel; constants stay on the device from band to band.
/// </summary>
internal sealed class BandFilters : IDisposable
{
    private readonly int[] planes;
    private readonly Work[] channels;
    private readonly (int Extra, int Plane)[] extras;
    private readonly Dictionary<double, Tensor[]> weights = [];

    /// <summary>Prepares the filters and their constants.</summary>
    /// <param name="plan">The maps.</param>
    /// <param name="wanted">For every map whether it is wanted; null for all.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="SegException">FilterNotOnDevice.</exception>
    public BandFilters(FeaturePlan plan, bool[]? wanted, Device device)
    {
        FilterSettings settings = plan.Config.Settings;
        int Radius(double sigma) => GaussianWindow.RadiusOf(sigma, settings);

        planes = new int[plan.Count];
        for (int map = 0; map < plan.Count; map++)
        {
            planes[map] = wanted is null || wanted[map] ? Count++ : -1;
        }

        var work = new List<Work>();
        for (int c = 0; c < plan.Channels; c++)
        {
            var inputs = new FilterInputs();
            var sharing = new List<TensorFilter>();
            var alone = new List<TensorFilter>();
            foreach ((FilterFamily family, FilterTarget[] targets) in plan.TargetsOf(c, wanted))
            {
                FilterMap[] maps = [.. targets.Select(t => t.Map)];
                var own = new FilterInputs();
                family.Request(own, maps, settings);
                family.Request(inputs, maps, settings);
                (own.GreyHalo >= 0 ? sharing : alone).Add(TensorRegistry.Create(family, targets, settings, device));
                UsesBytes |= own.BytesHalo >= 0;
            }

            foreach (double sigma in inputs.Blurs.Where(s => !weights.ContainsKey(s)))
            {
                using Tensor row = DeviceTransfer.Upload<double>(GaussianWindow.Weights(sigma, settings), ScalarType.Float64, device);
                weights[sigma] = row.unbind(0);
            }

            int around = Math.Max(inputs.BlurHalo, Math.Max(inputs.GreyHalo, 0));
            int blurPad = inputs.Blurs.Select(Radius).DefaultIfEmpty(0).Max();
            Halo = Math.Max(Halo, Math.Max(inputs.Reach(Radius), around + blurPad));
            if (sharing.Count + alone.Count > 0)
            {
                work.Add(new Work(c, [.. inputs.Blurs], around, blurPad, [.. sharing], [.. alone]));
            }
        }

        channels = [.. work];
        int firstExtra = plan.Count - plan.ExtraChannels;
        extras = [.. Enumerable.Range(0, plan.ExtraChannels).Where(e => planes[firstExtra + e] >= 0).Select(e => (e, planes[firstExtra + e]))];
    }

    /// <summary>Number of wanted maps; a band's output has as many planes, in stack order.</summary>
    public int Count { get; }

    /// <summary>Rows of the image needed above and below a band.</summary>
    public int Halo { get; }

    /// <summary>Whether any wanted map works on the 8-bit image.</summary>
    public bool UsesBytes { get; }

    /// <summary>Computes the wanted maps of a band.</summary>
    /// <param name="band">The uploaded rows.</param>
    /// <param name="output">Count x rows x W float32, written plane by plane.</param>
    /// <param name="cancellation">Checked between maps.</param>
    public void Run(ImageBand band, Tensor output, CancellationToken cancellation)
    {
        foreach (Work work in channels)
        {
            using var channel = new BandChannel(band, work.Channel, work.Around, output, planes, cancellation);
            Blur(channel, work);
            Compute(work.Sharing, channel);
            channel.Release();
            Compute(work.Alone, channel);
        }

        foreach ((int extra, int plane) in extras)
        {
            using Tensor rows = band.Extra(extra);
            using Tensor target = output.select(0, plane);
            target.copy_(rows);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor constant in weights.Values.SelectMany(w => w))
        {
            constant.Dispose();
        }

        foreach (TensorFilter filter in channels.SelectMany(w => w.Sharing.Concat(w.Alone)))
        {
            filter.Dispose();
        }
    }

    private static void Compute(TensorFilter[] filters, BandChannel channel)
    {
        foreach (TensorFilter filter in filters)
        {
            channel.Cancellation.ThrowIfCancellationRequested();
            filter.Compute(channel);
        }
    }

    private void Blur(BandChannel channel, Work work)
    {
        if (work.Blurs.Length == 0)
        {
            return;
        }

        using Tensor padded = channel.Band.GreyPadded(work.Channel, channel.First, channel.RowCount, work.BlurPad, PaddedRows.Border.Replicate);
        using Tensor wide = padded.to(ScalarType.Float64);
        foreach (double sigma in work.Blurs)
        {
            channel.Cancellation.ThrowIfCancellationRequested();
            channel.AddBlur(sigma, GaussianBlur.Blur(wide, work.BlurPad, weights[sigma]));
        }
    }

    /// <summary>The filters of one channel: those that share grey values and blurs, and those that do not.</summary>
    private sealed record Work(int Channel, double[] Blurs, int Around, int BlurPad, TensorFilter[] Sharing, TensorFilter[] Alone);
}
