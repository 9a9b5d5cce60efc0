using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Structure;

/// <summary>Eigenvalues of structure tensors.</summary>
/// <param name="scales">Scales with the places of their maps.</param>
/// <param name="kernel">Eigenvalues.</param>
internal sealed class StructureStep((double Sigma, int[] Places)[] scales, StructureKernel kernel) : PyramidStep
{
    internal override IEnumerable<LevelMaps> Open(RowGraph graph) => scales.Select(s => new StructureMaps(graph, s.Sigma, s.Places, kernel));
}
