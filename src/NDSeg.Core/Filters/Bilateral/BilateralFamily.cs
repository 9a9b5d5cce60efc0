using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Bilateral;

/// <summary>Means over discs of radius 5 and 10 of the pixels whose grey value differs by less than 50 or 100.</summary>
internal sealed class BilateralFamily : FilterFamily
{
    private static readonly FilterSwitch Means = new("Bilateral", "Means of the pixels close in grey value, radii 5 and 10, spans 50 and 100.", UsesBytes: true);

    private static readonly (int Radius, int Span)[] Discs = [(5, 50), (5, 100), (10, 50), (10, 100)];

    internal override string Name => "Bilateral";

    internal override ImmutableArray<FilterSwitch> Switches => [Means];

    internal override double CostOf(FilterMap map) => 10.6;

    internal override IEnumerable<FilterMap> MapsAcross(FilterSettings settings)
        => settings.IsOn(Means) ? Discs.Select(d => new FilterMap(this, Means.Name, $"bilateral_{d.Radius}_{d.Span}", Sigma: d.Radius, Second: d.Span)) : [];

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
        => inputs.Bytes(maps.Max(m => (int)m.Sigma));

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
        => new BilateralStep([.. targets.Select(t => ((int)t.Map.Sigma, (int)t.Map.Second, t.Place))], BilateralKernel.Create(width));
}
