using NDSeg.Filters.Families;

namespace NDSeg.Filters.Pyramid;

/// <summary>The step of a family that works on the pyramid. Such steps run together, for they share the pyramid's rows.</summary>
internal abstract class PyramidStep : FilterStep
{
    /// <summary>Says what rows the maps need and makes their writers for one worker.</summary>
    /// <param name="graph">The worker's rows.</param>
    internal abstract IEnumerable<LevelMaps> Open(RowGraph graph);

    /// <inheritdoc/>
    internal override void Run(FilterTile tile) => throw new NotSupportedException("Steps on the pyramid run together, in a pyramid pass.");
}
