using System.Collections.Immutable;
using NDSeg.Cpu.Memory;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Volumes.Laplacian;

/// <summary>Sums of the second derivatives of every blur along the three axes.</summary>
internal sealed class VolumeLaplacianFamily : VolumeFamily
{
    private static readonly FilterSwitch Laplacian = new("Laplacian", "Laplacians of every blur in three dimensions.", OnByDefault: true);

    internal override string Name => "Laplacian";

    internal override ImmutableArray<FilterSwitch> Switches => [Laplacian];

    internal override double CostOf(FilterMap map) => 2;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
        => sigma > 0 && settings.IsOn(Laplacian) ? [new FilterMap(this, Laplacian.Name, "laplacian_" + FilterMap.Text(sigma), Sigma: sigma)] : [];

    internal override IEnumerable<VolumeMaps> Open(PlaneGraph graph, IReadOnlyList<FilterTarget> targets)
        => targets.Select(t => new Maps(graph, graph.Curvature(t.Map.Sigma), t.Place));

    private sealed unsafe class Maps(PlaneGraph graph, CurvatureRows curvature, int place) : VolumeMaps
    {
        internal override void Write(int z, int y, in RowPlanes planes, int row)
        {
            double** rows = curvature.Rows(z, y);
            graph.Kernel.Sum(rows[0], rows[3], rows[5], planes.Row(place, row), graph.Block.Width);
        }
    }
}
