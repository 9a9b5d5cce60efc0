using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.DifferenceOfGaussians;

/// <summary>The smaller blur minus the larger one, for every pair of scales, ordered by larger then smaller.</summary>
internal sealed class DifferenceOfGaussiansFamily : FilterFamily
{
    private static readonly FilterSwitch Differences = new("DifferenceOfGaussians", "Differences of every pair of blurs.", OnByDefault: true);

    internal override string Name => "DifferenceOfGaussians";

    internal override ImmutableArray<FilterSwitch> Switches => [Differences];

    internal override double CostOf(FilterMap map) => 0.15;

    internal override IEnumerable<FilterMap> MapsAcross(FilterSettings settings)
    {
        for (int large = 1; large < settings.Sigmas.Length && settings.IsOn(Differences); large++)
        {
            for (int small = 0; small < large; small++)
            {
                (double a, double b) = (settings.Sigmas[small], settings.Sigmas[large]);
                yield return new FilterMap(this, Differences.Name, $"dog_{FilterMap.Text(a)}_{FilterMap.Text(b)}", Sigma: a, Second: b);
            }
        }
    }

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
    {
        foreach (FilterMap map in maps)
        {
            inputs.Blur(map.Sigma, halo: 0);
            inputs.Blur(map.Second, halo: 0);
        }
    }

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
        => new Step([.. targets], PixelKernel.Create(width));

    private sealed unsafe class Step(FilterTarget[] targets, PixelKernel kernel) : FilterStep
    {
        internal override void Run(FilterTile tile)
        {
            foreach (FilterTarget target in targets)
            {
                TilePlane<float> small = tile.Blur(target.Map.Sigma);
                TilePlane<float> large = tile.Blur(target.Map.Second);
                for (int y = 0; y < tile.Height; y++)
                {
                    kernel.Subtract(small.Row(y), large.Row(y), tile.Target(target.Place, y), tile.PaddedWidth, tile.BypassCache);
                }
            }
        }
    }
}
