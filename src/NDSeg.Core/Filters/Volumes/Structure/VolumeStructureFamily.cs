using System.Collections.Immutable;
using NDSeg.Cpu.Memory;
using NDSeg.Filters.Families;

namespace NDSeg.Filters.Volumes.Structure;

/// <summary>Eigenvalues of the structure tensor of every blur: whether the slopes around a voxel share a line, a plane or nothing.</summary>
internal sealed class VolumeStructureFamily : VolumeFamily
{
    private static readonly FilterSwitch Structure = new("Structure", "Structure tensor eigenvalues of every blur in three dimensions.", OnByDefault: true);

    internal override string Name => "Structure";

    internal override ImmutableArray<FilterSwitch> Switches => [Structure];

    internal override double CostOf(FilterMap map) => 25;

    internal override IEnumerable<FilterMap> MapsAt(double sigma, FilterSettings settings)
        => sigma > 0 && settings.IsOn(Structure) ? TensorPlaces.MapsAt(this, Structure, "structure", sigma) : [];

    internal override IEnumerable<VolumeMaps> Open(PlaneGraph graph, IReadOnlyList<FilterTarget> targets)
        => TensorPlaces.Of(targets).Select(scale => new Maps(graph, graph.Tensor(scale.Sigma), scale.Places));

    private sealed unsafe class Maps(PlaneGraph graph, TensorPlanes tensor, int[] places) : VolumeMaps
    {
        internal override void Write(int z, int y, in RowPlanes planes, int row)
            => graph.Kernel.Eigenvalues(tensor.Rows(z, y), Target(planes, places[0], row), Target(planes, places[1], row), Target(planes, places[2], row), graph.Block.Width);
    }
}
