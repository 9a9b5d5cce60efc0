using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Core.Tests.Filters;

/// <summary>A family that no product has: how far a pixel is above its right neighbour or its blur, times a factor.</summary>
internal sealed class ToyFamily : FilterFamily
{
    private static readonly FilterSwitch Steps = new("ToySteps", "Grey value less the right neighbour's.");

    private static readonly FilterSwitch Rises = new("ToyRises", "Grey value less the blur.");

    private static readonly FilterOption Factor = new("ToyFactor", "What maps are multiplied with.", Default: 1, Least: 1, Greatest: 8, Step: 1);

    internal override string Name => "Toy";

    internal override ImmutableArray<FilterSwitch> Switches => [Steps, Rises];

    internal override ImmutableArray<FilterOption> Options => [Factor];

    internal override double CostOf(FilterMap map) => 1;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
        => sigma > 0 && settings.IsOn(Rises) ? [new FilterMap(this, Rises.Name, "toy_rise_" + FilterMap.Text(sigma), 1, sigma)] : [];

    internal override IEnumerable<FilterMap> MapsAcross(FilterSettings settings)
        => settings.IsOn(Steps) ? [new FilterMap(this, Steps.Name, "toy_step")] : [];

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
    {
        inputs.Grey(1);
        foreach (FilterMap map in maps.Where(m => m.Quantity == 1))
        {
            inputs.Blur(map.Sigma, halo: 0);
        }
    }

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
        => new Step(targets, (float)settings.ValueOf(Factor));

    private sealed unsafe class Step(IReadOnlyList<FilterTarget> targets, float factor) : FilterStep
    {
        internal override void Run(FilterTile tile)
        {
            foreach (FilterTarget target in targets)
            {
                for (int y = 0; y < tile.Height; y++)
                {
                    float* grey = tile.Grey.Row(y);
                    float* other = target.Map.Quantity == 1 ? tile.Blur(target.Map.Sigma).Row(y) : grey + 1;
                    float* row = tile.Target(target.Place, y);
                    for (int x = 0; x < tile.Width; x++)
                    {
                        row[x] = (grey[x] - other[x]) * factor;
                    }
                }
            }
        }
    }
}
