using NDSeg.Cpu.Memory;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Volumes.Original;

/// <summary>The grey values themselves; always there.</summary>
internal sealed class VolumeOriginalFamily : VolumeFamily
{
    internal override string Name => "Original";

    internal override double CostOf(FilterMap map) => 0.5;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
        => sigma == 0 ? [new FilterMap(this, Name, "original")] : [];

    internal override IEnumerable<VolumeMaps> Open(PlaneGraph graph, IReadOnlyList<FilterTarget> targets)
    {
        graph.Grey.Require(before: 0, after: 0, lead: 0, reachY: 0, reachX: 0);
        return [new Maps(graph, targets[0].Place)];
    }

    private sealed unsafe class Maps(PlaneGraph graph, int place) : VolumeMaps
    {
        internal override void Write(int z, int y, in RowPlanes planes, int row)
            => new ReadOnlySpan<float>(graph.Grey.Row(z, y, graph.Block.X), graph.Block.Width).CopyTo(new Span<float>(planes.Row(place, row), graph.Block.Width));
    }
}
