using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Oriented;

/// <summary>Oriented derivatives.</summary>
/// <param name="scales">Scales with the places of their maps.</param>
/// <param name="kernel">Differences.</param>
internal sealed class OrientedStep((double Sigma, int[] Places)[] scales, OrientedKernel kernel) : PyramidStep
{
    internal override IEnumerable<LevelMaps> Open(RowGraph graph) => scales.Select(s => new OrientedMaps(graph, s.Sigma, s.Places, kernel));
}
