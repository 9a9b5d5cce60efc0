using System.Collections.Immutable;
using NDSeg.Cpu.Memory;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Volumes.Gradient;

/// <summary>Gradient magnitudes of every blur.</summary>
internal sealed class VolumeGradientFamily : VolumeFamily
{
    private static readonly FilterSwitch Gradient = new("Gradient", "Gradient magnitudes of every blur in three dimensions.", OnByDefault: true);

    internal override string Name => "Gradient";

    internal override ImmutableArray<FilterSwitch> Switches => [Gradient];

    internal override double CostOf(FilterMap map) => 1;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
        => sigma > 0 && settings.IsOn(Gradient) ? [new FilterMap(this, Gradient.Name, "gradient_" + FilterMap.Text(sigma), Sigma: sigma)] : [];

    internal override IEnumerable<VolumeMaps> Open(PlaneGraph graph, IReadOnlyList<FilterTarget> targets)
        => targets.Select(t => new Maps(graph, graph.Slopes(t.Map.Sigma), t.Place));

    private sealed unsafe class Maps(PlaneGraph graph, SlopeRows slopes, int place) : VolumeMaps
    {
        internal override void Write(int z, int y, in RowPlanes planes, int row)
            => graph.Kernel.Magnitude(slopes.Row(z, y, 0), slopes.Row(z, y, 1), slopes.Row(z, y, 2), planes.Row(place, row), graph.Block.Width);
    }
}
