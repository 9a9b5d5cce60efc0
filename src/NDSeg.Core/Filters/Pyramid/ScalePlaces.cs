using NDSeg.Filters.Families;

namespace NDSeg.Filters.Pyramid;

/// <summary>The places of the wanted maps of a family, scale by scale.</summary>
internal static class ScalePlaces
{
    /// <summary>Groups maps by scale.</summary>
    /// <param name="targets">The wanted maps.</param>
    /// <param name="quantities">Maps of a scale.</param>
    /// <returns>Every scale with its places by quantity; -1 for a map that is not wanted.</returns>
    internal static (double Scale, int[] Places)[] Of(IReadOnlyList<FilterTarget> targets, int quantities)
        => [.. targets.GroupBy(t => t.Map.Sigma).Select(scale =>
        {
            int[] places = [.. Enumerable.Repeat(-1, quantities)];
            foreach (FilterTarget target in scale)
            {
                places[target.Map.Quantity] = target.Place;
            }

            return (scale.Key, places);
        })];
}
