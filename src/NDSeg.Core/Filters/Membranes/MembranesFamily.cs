using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Membranes;

/// <summary>Projections along lines in 30 directions, and six statistics of them.</summary>
internal sealed class MembranesFamily : FilterFamily
{
    /// <summary>Edge of the square the lines are drawn in.</summary>
    internal static readonly FilterOption Size = new("MembraneSize", "Edge length of the membrane kernels in pixels, odd.", Default: 15, Least: 3, Greatest: 63, Step: 2);

    private static readonly FilterSwitch Projections = new("Membrane", "The six membrane projections.", OnByDefault: true);

    // Indexed by MembraneStatistic.
    private static readonly string[] Statistics = ["mean", "max", "min", "sum", "std", "median"];

    internal override string Name => "Membranes";

    internal override ImmutableArray<FilterSwitch> Switches => [Projections];

    internal override ImmutableArray<FilterOption> Options => [Size];

    internal override double CostOf(FilterMap map) => 3.3;

    internal override IEnumerable<FilterMap> MapsAcross(FilterSettings settings)
        => settings.IsOn(Projections) ? Statistics.Select((name, q) => new FilterMap(this, Projections.Name, "membrane_" + name, q)) : [];

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
        => inputs.Samples(EdgeOf(settings) / 2);

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
    {
        int[] places = [-1, -1, -1, -1, -1, -1];
        foreach (FilterTarget target in targets)
        {
            places[target.Map.Quantity] = target.Place;
        }

        return new MembraneStep(RunSums.Of(EdgeOf(settings)), places, ProjectionKernel.Create(width), PixelKernel.Create(width));
    }

    /// <summary>The edge of the kernels in pixels.</summary>
    internal static int EdgeOf(FilterSettings settings) => (int)settings.ValueOf(Size);
}
