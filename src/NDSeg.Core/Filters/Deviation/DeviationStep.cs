using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Deviation;

/// <summary>Local standard deviations.</summary>
/// <param name="scales">Scales with the places of their maps.</param>
/// <param name="kernel">Deviations.</param>
internal sealed class DeviationStep((double Sigma, int[] Places)[] scales, DeviationKernel kernel) : PyramidStep
{
    internal override IEnumerable<LevelMaps> Open(RowGraph graph) => scales.Select(s => new DeviationMaps(graph, s.Sigma, s.Places, kernel));
}
