using System.Collections.Immutable;
using NDSeg.Cpu.Simd;
using NDSeg.Filters.Families;
using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Structure;

/// <summary>Eigenvalues of the structure tensor at six scales: how strong edges are around a pixel and whether they share a direction.</summary>
internal sealed class StructureFamily : FilterFamily
{
    private static readonly FilterSwitch Tensor = new("Structure", "Structure tensor eigenvalues and coherence at scales 1 to 32.", WrittenWhenOff: false);

    // Indexed by StructureQuantity.
    private static readonly string[] Quantities = ["eig1", "eig2", "coherence"];

    private static readonly double[] Scales = [1, 2, 4, 8, 16, 32];

    internal override string Name => "Structure";

    internal override ImmutableArray<FilterSwitch> Switches => [Tensor];

    internal override double CostOf(FilterMap map) => 2.2;

    /// <summary>Scale of the slopes whose products are averaged at another scale.</summary>
    internal static double InnerScale(double scale) => scale <= 4 ? Math.Max(RowGraph.FineScale, scale / 2) : scale / 4;

    internal override IEnumerable<FilterMap> MapsAcross(FilterSettings settings)
        => settings.IsOn(Tensor)
            ? Scales.SelectMany(s => Quantities.Select((name, q) => new FilterMap(this, Tensor.Name, $"structure_{name}_{FilterMap.Text(s)}", q, s)))
            : [];

    internal override void Request(FilterInputs inputs, IReadOnlyList<FilterMap> maps, FilterSettings settings)
    {
        foreach (FilterMap map in maps)
        {
            double inner = InnerScale(map.Sigma);
            inputs.Pyramid(PyramidLevel.Halo(map.Sigma, PyramidLevel.WindowRadius(map.Sigma)) + PyramidLevel.Halo(inner, PyramidLevel.WindowRadius(inner) + 1));
        }
    }

    internal override FilterStep CreateStep(IReadOnlyList<FilterTarget> targets, FilterSettings settings, SimdWidth width)
        => new StructureStep(ScalePlaces.Of(targets, Quantities.Length), StructureKernel.Create(width));
}
