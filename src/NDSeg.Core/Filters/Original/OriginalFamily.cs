using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Original;

/// <summary>The grey values themselves; always there.</summary>
internal sealed class OriginalFamily : FilterFamily
{
    internal override string Name => "Original";

    internal override double CostOf(FilterMap map) => 0.2;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
        => sigma == 0 ? [new FilterMap(this, Name, "original")] : [];

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings) => inputs.Grey(0);

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
        => new Step(targets[0].Place, PixelKernel.Create(width));

    private sealed unsafe class Step(int place, PixelKernel kernel) : FilterStep
    {
        internal override void Run(FilterTile tile)
        {
            for (int y = 0; y < tile.Height; y++)
            {
                kernel.Copy(tile.Grey.Row(y), tile.Target(place, y), tile.PaddedWidth, tile.BypassCache);
            }
        }
    }
}
