using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Derivatives;

/// <summary>Gradient magnitude and the five Hessian maps of the unblurred image and of every blur.</summary>
internal sealed class DerivativesFamily : FilterFamily
{
    private static readonly FilterSwitch Gradient = new("Gradient", "Gradient magnitudes of the original and of every blur.", OnByDefault: true);

    private static readonly FilterSwitch Hessian = new("Hessian", "The five Hessian maps of the original and of every blur.", OnByDefault: true);

    // Indexed by DerivativeQuantity.
    private static readonly string[] Quantities = ["gradient", "hessian_eig1", "hessian_eig2", "hessian_mod", "hessian_trace", "hessian_det"];

    internal override string Name => "Derivatives";

    internal override ImmutableArray<FilterSwitch> Switches => [Gradient, Hessian];

    internal override double CostOf(FilterMap map) => 0.3;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
    {
        for (int q = 0; q < Quantities.Length; q++)
        {
            FilterSwitch group = q == 0 ? Gradient : Hessian;
            if (settings.IsOn(group))
            {
                yield return new FilterMap(this, group.Name, $"{Quantities[q]}_{FilterMap.Text(sigma)}", q, sigma);
            }
        }
    }

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
    {
        foreach (FilterMap map in maps)
        {
            if (map.Sigma == 0)
            {
                inputs.Grey(DerivativeStep.Reach);
            }
            else
            {
                inputs.Blur(map.Sigma, DerivativeStep.Reach);
            }
        }
    }

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
    {
        var scales = new List<(double Sigma, int[] Places)>();
        foreach (IGrouping<double, FilterTarget> scale in targets.GroupBy(t => t.Map.Sigma))
        {
            int[] places = [-1, -1, -1, -1, -1, -1];
            foreach (FilterTarget target in scale)
            {
                places[target.Map.Quantity] = target.Place;
            }

            scales.Add((scale.Key, places));
        }

        return new DerivativeStep([.. scales], DerivativeKernel.Create(width), PixelKernel.Create(width));
    }
}
