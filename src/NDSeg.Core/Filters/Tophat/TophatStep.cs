using NDSeg.Filters.Families;
using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Tophat;

/// <summary>White and black top-hats.</summary>
/// <param name="radii">Radii with the places of their maps.</param>
/// <param name="kernel">Extremes of rows.</param>
/// <param name="pixels">Differences.</param>
internal sealed class TophatStep((double Radius, int[] Places)[] radii, ExtremeKernel kernel, PixelKernel pixels) : PyramidStep
{
    internal override IEnumerable<LevelMaps> Open(RowGraph graph) => radii.Select(r => new TophatMaps(graph, (int)r.Radius, r.Places, kernel, pixels));
}
