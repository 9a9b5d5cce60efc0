using NDSeg.Filters.Families;

namespace NDSeg.Filters.Volumes;

/// <summary>Where the three eigenvalues of every scale go.</summary>
internal static class TensorPlaces
{
    /// <summary>Eigenvalues of a tensor.</summary>
    internal const int Count = 3;

    /// <summary>The maps of the eigenvalues of one scale, the largest first.</summary>
    /// <param name="family">Whose maps they are.</param>
    /// <param name="group">The switch they belong to.</param>
    /// <param name="name">What stands before <c>_eig1</c>.</param>
    /// <param name="sigma">The scale.</param>
    internal static IEnumerable<FilterMap> MapsAt(VolumeFamily family, FilterSwitch group, string name, double sigma)
        => Enumerable.Range(0, Count).Select(k => new FilterMap(family, group.Name, FormattableString.Invariant($"{name}_eig{k + 1}_{FilterMap.Text(sigma)}"), k, sigma));

    /// <summary>Scales with the places of their eigenvalues, -1 where one is not wanted.</summary>
    internal static IEnumerable<(double Sigma, int[] Places)> Of(IEnumerable<FilterTarget> targets)
    {
        foreach (IGrouping<double, FilterTarget> scale in targets.GroupBy(t => t.Map.Sigma))
        {
            int[] places = [-1, -1, -1];
            foreach (FilterTarget target in scale)
            {
                places[target.Map.Quantity] = target.Place;
            }

            yield return (scale.Key, places);
        }
    }
}
