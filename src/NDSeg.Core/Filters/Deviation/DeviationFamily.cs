using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;
using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Deviation;

/// <summary>Standard deviation of the grey values under a Gaussian window, at six scales: texture without direction.</summary>
internal sealed class DeviationFamily : FilterFamily
{
    private static readonly FilterSwitch Local = new("Deviation", "Local standard deviations at scales 2 to 64.", WrittenWhenOff: false);

    private static readonly double[] Scales = [2, 4, 8, 16, 32, 64];

    internal override string Name => "Deviation";

    internal override ImmutableArray<FilterSwitch> Switches => [Local];

    internal override double CostOf(FilterMap map) => 2.2;

    internal override IEnumerable<FilterMap> MapsAcross(FilterSettings settings)
        => settings.IsOn(Local) ? Scales.Select(s => new FilterMap(this, Local.Name, $"deviation_{FilterMap.Text(s)}", Sigma: s)) : [];

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
    {
        foreach (FilterMap map in maps)
        {
            inputs.Pyramid(PyramidLevel.Halo(map.Sigma, PyramidLevel.WindowRadius(map.Sigma)));
        }
    }

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
        => new DeviationStep(ScalePlaces.Of(targets, 1), DeviationKernel.Create(width));
}
