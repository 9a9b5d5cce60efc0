using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;
using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Oriented;

/// <summary>
/// First and second derivatives along the rows and columns at seven scales: they tell a bright edge on the left from one on
/// the right, so images must be oriented as the training image was.
/// </summary>
internal sealed class OrientedFamily : FilterFamily
{
    private static readonly FilterSwitch Derivatives = new("Oriented", "Derivatives along rows and columns at scales 1 to 64; for images oriented like the training image.", WrittenWhenOff: false);

    // Indexed by OrientedQuantity.
    private static readonly string[] Quantities = ["dx", "dy", "dxx", "dyy", "dxy"];

    private static readonly double[] Scales = [1, 2, 4, 8, 16, 32, 64];

    internal override string Name => "Oriented";

    internal override ImmutableArray<FilterSwitch> Switches => [Derivatives];

    internal override double CostOf(FilterMap map) => 0.5;

    internal override IEnumerable<FilterMap> MapsAcross(FilterSettings settings)
        => settings.IsOn(Derivatives)
            ? Scales.SelectMany(s => Quantities.Select((name, q) => new FilterMap(this, Derivatives.Name, $"oriented_{name}_{FilterMap.Text(s)}", q, s)))
            : [];

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
    {
        foreach (FilterMap map in maps)
        {
            inputs.Pyramid(PyramidLevel.Halo(map.Sigma, PyramidLevel.WindowRadius(map.Sigma) + 2));
        }
    }

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
        => new OrientedStep(ScalePlaces.Of(targets, Quantities.Length), OrientedKernel.Create(width));
}
