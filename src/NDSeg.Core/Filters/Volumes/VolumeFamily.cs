using NDSeg.Filters.Families;

namespace NDSeg.Filters.Volumes;

/// <summary>A family of filters of volumes in three dimensions. A family is one folder and one line in the registry.</summary>
internal abstract class VolumeFamily : MapFamily
{
    /// <summary>Asks a block's planes for what the wanted maps need, and prepares them.</summary>
    /// <param name="graph">The planes of one channel in one worker.</param>
    /// <param name="targets">The wanted maps, at least one.</param>
    internal abstract IEnumerable<VolumeMaps> Open(PlaneGraph graph, IReadOnlyList<FilterTarget> targets);
}
