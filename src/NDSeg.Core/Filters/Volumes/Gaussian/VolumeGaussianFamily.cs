using System.Collections.Immutable;
using NDSeg.Cpu.Memory;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Volumes.Gaussian;

/// <summary>Gaussian blurs of the grey values at every scale.</summary>
internal sealed class VolumeGaussianFamily : VolumeFamily
{
    private static readonly FilterSwitch Blurs = new("Gaussian", "Gaussian blurs in three dimensions.", OnByDefault: true);

    internal override string Name => "Gaussian";

    internal override ImmutableArray<FilterSwitch> Switches => [Blurs];

    internal override double CostOf(FilterMap map) => 6;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
        => sigma > 0 && settings.IsOn(Blurs) ? [new FilterMap(this, Blurs.Name, "gaussian_" + FilterMap.Text(sigma), Sigma: sigma)] : [];

    internal override IEnumerable<VolumeMaps> Open(PlaneGraph graph, IReadOnlyList<FilterTarget> targets)
        => targets.Select(t => new Maps(graph, graph.Blur(t.Map.Sigma), t.Place));

    private sealed unsafe class Maps : VolumeMaps
    {
        private readonly PlaneGraph graph;
        private readonly BlurPlanes blur;
        private readonly int place;

        internal Maps(PlaneGraph graph, BlurPlanes blur, int place)
        {
            this.graph = graph;
            this.blur = blur;
            this.place = place;
            blur.Require(before: 0, after: 0, lead: 0, reachY: 0, reachX: 0);
        }

        internal override void Write(int z, int y, in RowPlanes planes, int row)
            => graph.Kernel.Narrow(blur.Row(z, y, graph.Block.X), planes.Row(place, row), graph.Block.Width);
    }
}
