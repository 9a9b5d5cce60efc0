using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Discs;

/// <summary>Mean, minimum, maximum and median over discs of the 8-bit image, as scikit-image's rank filters define them.</summary>
internal sealed class DiscsFamily : FilterFamily
{
    private static readonly ImmutableArray<FilterSwitch> Groups =
    [
        new("Mean", "Disc means of the 8-bit image.", UsesBytes: true),
        new("Minimum", "Disc minima of the 8-bit image.", UsesBytes: true),
        new("Maximum", "Disc maxima of the 8-bit image.", UsesBytes: true),
        new("Median", "Disc medians of the 8-bit image.", UsesBytes: true),
    ];

    internal override string Name => "Discs";

    internal override ImmutableArray<FilterSwitch> Switches => Groups;

    internal override double CostOf(FilterMap map) => (DiscStatistic)map.Quantity switch
    {
        DiscStatistic.Mean => 1.6,
        DiscStatistic.Median => 54,
        _ => 1.1,
    };

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
    {
        for (int q = 0; sigma > 0 && q < Groups.Length; q++)
        {
            if (settings.IsOn(Groups[q]))
            {
                yield return new FilterMap(this, Groups[q].Name, $"{Groups[q].JsonName}_{FilterMap.Text(sigma)}", q, sigma);
            }
        }
    }

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
        => inputs.Bytes(maps.Max(m => DiscFootprint.RadiusOf(m.Sigma)));

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
    {
        (int Disc, int Place)[] Of(DiscStatistic statistic)
            => [.. targets.Where(t => t.Map.Quantity == (int)statistic).Select(t => (DiscFootprint.RadiusOf(t.Map.Sigma), t.Place))];

        var kernel = DiscKernel.Create(width);
        var pixels = PixelKernel.Create(width);
        return new DiscStep(
            new DiscExtremes(Of(DiscStatistic.Minimum), Of(DiscStatistic.Maximum), kernel, pixels),
            new DiscMeans(Of(DiscStatistic.Mean), kernel),
            new DiscMedians(Of(DiscStatistic.Median), pixels));
    }
}
