using System.Collections.Immutable;
using NDSeg.Cpu.Memory;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Volumes.Hessian;

/// <summary>Eigenvalues of the matrix of second derivatives of every blur.</summary>
internal sealed class VolumeHessianFamily : VolumeFamily
{
    private static readonly FilterSwitch Hessian = new("Hessian", "Hessian eigenvalues of every blur in three dimensions.", OnByDefault: true);

    internal override string Name => "Hessian";

    internal override ImmutableArray<FilterSwitch> Switches => [Hessian];

    internal override double CostOf(FilterMap map) => 7;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
        => sigma > 0 && settings.IsOn(Hessian) ? TensorPlaces.MapsAt(this, Hessian, "hessian", sigma) : [];

    internal override IEnumerable<VolumeMaps> Open(PlaneGraph graph, IReadOnlyList<FilterTarget> targets)
        => TensorPlaces.Of(targets).Select(scale => new Maps(graph, graph.Curvature(scale.Sigma), scale.Places));

    private sealed unsafe class Maps(PlaneGraph graph, CurvatureRows tensor, int[] places) : VolumeMaps
    {
        internal override void Write(int z, int y, in RowPlanes planes, int row)
            => graph.Kernel.Eigenvalues(tensor.Rows(z, y), Target(planes, places[0], row), Target(planes, places[1], row), Target(planes, places[2], row), graph.Block.Width);
    }
}
