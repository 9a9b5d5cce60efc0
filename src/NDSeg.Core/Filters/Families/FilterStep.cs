namespace NDSeg.Filters.Families;

/// <summary>
/// Computes the wanted maps of one family for one tile after another. Immutable: all threads share one object. A value
/// depends on the image alone, never on how it was cut.
/// </summary>
internal abstract class FilterStep
{
    /// <summary>Fills the rows of the wanted maps.</summary>
    /// <param name="tile">The tile with everything the family asked for.</param>
    internal abstract void Run(FilterTile tile);
}
