namespace NDSeg.Filters.Families;

/// <summary>A map that is wanted and its place in the stack.</summary>
/// <param name="Map">The map.</param>
/// <param name="Place">0-based place.</param>
internal readonly record struct FilterTarget(FilterMap Map, int Place);
