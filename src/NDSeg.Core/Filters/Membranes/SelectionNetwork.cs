namespace NDSeg.Filters.Membranes;

/// <summary>
/// Order statistics of the 30 membrane projections: Batcher's merge exchange for 30 keys (Knuth, volume 3, algorithm
/// 5.2.2M) with every operation removed that reaches none of the ranks 1, 15, 16 and 30. The build writes the other part of
/// this class from one list of comparators: the list itself, and <c>Select</c>, which holds all keys in registers.
/// </summary>
internal static unsafe partial class SelectionNetwork
{
    /// <summary>Those comparators, in order, that some of the ranks need.</summary>
    /// <param name="ranks">0-based ranks among those of the network.</param>
    internal static IReadOnlyList<Comparator> For(params ReadOnlySpan<int> ranks)
    {
        var needed = new bool[Keys];
        foreach (int rank in ranks)
        {
            needed[rank] = true;
        }

        var kept = new List<Comparator>();
        foreach (Comparator c in Comparators.Reverse())
        {
            if (needed[c.Low] || needed[c.High])
            {
                kept.Add(c with { KeepLow = needed[c.Low], KeepHigh = needed[c.High] });
                needed[c.Low] = needed[c.High] = true;
            }
        }

        kept.Reverse();
        return kept;
    }

    /// <summary>Compares keys Low and High; afterwards Low holds the smaller and High the greater value.</summary>
    /// <param name="Low">Place of the smaller value.</param>
    /// <param name="High">Place of the greater value.</param>
    /// <param name="KeepLow">Whether the smaller value is read later.</param>
    /// <param name="KeepHigh">Whether the greater value is read later.</param>
    internal readonly record struct Comparator(int Low, int High, bool KeepLow, bool KeepHigh);
}
