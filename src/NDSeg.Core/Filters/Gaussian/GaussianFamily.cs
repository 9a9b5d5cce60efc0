using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Gaussian;

/// <summary>Gaussian blurs of the grey values at every scale.</summary>
internal sealed class GaussianFamily : FilterFamily
{
    private static readonly FilterSwitch Blurs = new("Gaussian", "Gaussian blurs.", OnByDefault: true);

    internal override string Name => "Gaussian";

    internal override ImmutableArray<FilterSwitch> Switches => [Blurs];

    internal override double CostOf(FilterMap map) => 1.6;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
        => sigma > 0 && settings.IsOn(Blurs) ? [new FilterMap(this, Blurs.Name, "gaussian_" + FilterMap.Text(sigma), Sigma: sigma)] : [];

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
    {
        foreach (FilterMap map in maps)
        {
            inputs.Blur(map.Sigma, halo: 0);
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
                TilePlane<float> blur = tile.Blur(target.Map.Sigma);
                for (int y = 0; y < tile.Height; y++)
                {
                    kernel.Copy(blur.Row(y), tile.Target(target.Place, y), tile.PaddedWidth, tile.BypassCache);
                }
            }
        }
    }
}
