using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;
using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Tophat;

/// <summary>Bright and dark details narrower than a square window of radius 2 to 32 pixels.</summary>
internal sealed class TophatFamily : FilterFamily
{
    private static readonly FilterSwitch Hats = new("Tophat", "White and black top-hats over squares of radius 2 to 32.", WrittenWhenOff: false);

    // Indexed by TophatQuantity.
    private static readonly string[] Quantities = ["white", "black"];

    private static readonly int[] Radii = [2, 4, 8, 16, 32];

    internal override string Name => "Tophat";

    internal override ImmutableArray<FilterSwitch> Switches => [Hats];

    internal override double CostOf(FilterMap map) => 1.3;

    /// <summary>Edge of the blocks that a radius works on.</summary>
    internal static int LevelOf(int radius) => radius <= 4 ? 1 : radius <= 8 ? 2 : 4;

    internal override IEnumerable<FilterMap> MapsAcross(FilterSettings settings)
        => settings.IsOn(Hats)
            ? Radii.SelectMany(r => Quantities.Select((name, q) => new FilterMap(this, Hats.Name, $"tophat_{name}_{r}", q, r)))
            : [];

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
    {
        foreach (FilterMap map in maps)
        {
            int level = LevelOf((int)map.Sigma);
            inputs.Pyramid((((2 * ((int)map.Sigma / level)) + 2) * level) + PyramidLevel.WindowRadius(RowGraph.FineScale) + 1);
        }
    }

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
        => new TophatStep(ScalePlaces.Of(targets, Quantities.Length), ExtremeKernel.Create(width), PixelKernel.Create(width));
}
