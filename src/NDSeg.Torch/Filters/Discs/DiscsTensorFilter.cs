using NDSeg.Filters.Discs;
using NDSeg.Filters.Families;
using NDSeg.Torch.Filters.Families;
using static TorchSharp.torch;

namespace NDSeg.Torch.Filters.Discs;

/// <summary>Mean, minimum, maximum and median over discs of the 8-bit image.</summary>
internal sealed class DiscsTensorFilter(FilterTarget[] targets) : TensorFilter
{
    private readonly (int Radius, Dictionary<DiscStatistic, int> Places)[] scales =
    [
        .. targets.GroupBy(t => t.Map.Sigma).Select(g => (DiscFootprint.RadiusOf(g.Key), g.ToDictionary(t => (DiscStatistic)t.Map.Quantity, t => t.Place))),
    ];

    /// <inheritdoc/>
    public override void Compute(BandChannel channel)
    {
        byte[]? levels = scales.Any(s => s.Places.ContainsKey(DiscStatistic.Median)) ? ImageBand.Levels(channel.Bytes) : null;
        foreach ((int radius, Dictionary<DiscStatistic, int> places) in scales)
        {
            channel.Cancellation.ThrowIfCancellationRequested();
            Compute(channel, radius, places, levels);
        }
    }

    private static void Compute(BandChannel channel, int radius, Dictionary<DiscStatistic, int> places, byte[]? levels)
    {
        if (places.TryGetValue(DiscStatistic.Minimum, out int minimum))
        {
            using Tensor padded = Cut(channel, channel.Bytes, radius, byte.MaxValue);
            using Tensor map = DiscStatistics.Minimum(padded, radius);
            channel.Store(minimum, map);
        }

        bool mean = places.TryGetValue(DiscStatistic.Mean, out int meanPlace);
        bool median = places.TryGetValue(DiscStatistic.Median, out int medianPlace);
        bool greatest = places.TryGetValue(DiscStatistic.Maximum, out int maximum);
        if (!mean && !median && !greatest)
        {
            return;
        }

        using Tensor zero = Cut(channel, channel.Bytes, radius, 0);
        if (greatest)
        {
            using Tensor map = DiscStatistics.Maximum(zero, radius);
            channel.Store(maximum, map);
        }

        if (mean || median)
        {
            using Tensor ones = ones_like(channel.Bytes);
            using Tensor inside = Cut(channel, ones, radius, 0);
            using Tensor counted = DiscSums.Sum(inside, radius, ScalarType.Int32);
            using Tensor population = counted.to(ScalarType.Float32);
            if (mean)
            {
                using Tensor map = DiscStatistics.Mean(zero, population, radius);
                channel.Store(meanPlace, map);
            }

            if (median)
            {
                using Tensor map = DiscStatistics.Median(zero, population, levels!, radius);
                channel.Store(medianPlace, map);
            }
        }
    }

    private static Tensor Cut(BandChannel channel, Tensor bytes, int pad, byte outside)
    {
        using Tensor value = tensor(outside, device: bytes.device);
        return PaddedRows.Cut(bytes, channel.BytesSkip, channel.Count, pad, value);
    }
}
