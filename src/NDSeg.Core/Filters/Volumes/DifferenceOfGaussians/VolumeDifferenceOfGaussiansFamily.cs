using System.Collections.Immutable;
using NDSeg.Cpu.Memory;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Volumes.DifferenceOfGaussians;

/// <summary>Differences of the blurs of every two scales, the smaller minus the larger one.</summary>
internal sealed class VolumeDifferenceOfGaussiansFamily : VolumeFamily
{
    private static readonly FilterSwitch Differences = new("DifferenceOfGaussians", "Differences of two Gaussian blurs in three dimensions.", OnByDefault: true);

    internal override string Name => "DifferenceOfGaussians";

    internal override ImmutableArray<FilterSwitch> Switches => [Differences];

    internal override double CostOf(FilterMap map) => 0.5;

    internal override IEnumerable<FilterMap> MapsAcross(FilterSettings settings)
        => settings.IsOn(Differences)
            ? settings.Sigmas.SelectMany((wide, i) => settings.Sigmas.Take(i).Select(small
                => new FilterMap(this, Differences.Name, $"dog_{FilterMap.Text(small)}_{FilterMap.Text(wide)}", Sigma: small, Second: wide)))
            : [];

    internal override IEnumerable<VolumeMaps> Open(PlaneGraph graph, IReadOnlyList<FilterTarget> targets)
        => targets.Select(t => new Maps(graph, graph.Blur(t.Map.Sigma), graph.Blur(t.Map.Second), t.Place));

    private sealed unsafe class Maps : VolumeMaps
    {
        private readonly PlaneGraph graph;
        private readonly BlurPlanes small;
        private readonly BlurPlanes wide;
        private readonly int place;

        internal Maps(PlaneGraph graph, BlurPlanes small, BlurPlanes wide, int place)
        {
            this.graph = graph;
            this.small = small;
            this.wide = wide;
            this.place = place;
            small.Require(before: 0, after: 0, lead: 0, reachY: 0, reachX: 0);
            wide.Require(before: 0, after: 0, lead: 0, reachY: 0, reachX: 0);
        }

        internal override void Write(int z, int y, in RowPlanes planes, int row)
            => graph.Kernel.Subtract(small.Row(z, y, graph.Block.X), wide.Row(z, y, graph.Block.X), planes.Row(place, row), graph.Block.Width);
    }
}
