namespace NDSeg.Torch.Filters;

/// <summary>
/// The comparators of Batcher's odd-even merge sort that the wanted ranks need, in order; every other one is left out.
/// </summary>
internal sealed class SelectionNetwork
{
    /// <summary>Builds a network.</summary>
    /// <param name="inputs">Number of values.</param>
    /// <param name="ranks">0-based ranks that are wanted, smallest value first.</param>
    public SelectionNetwork(int inputs, ReadOnlySpan<int> ranks)
    {
        var needed = new bool[inputs];
        foreach (int rank in ranks)
        {
            needed[rank] = true;
        }

        var kept = new List<Comparator>();
        List<(int Low, int High)> all = Batcher(inputs);
        for (int i = all.Count - 1; i >= 0; i--)
        {
            (int low, int high) = all[i];
            if (needed[low] || needed[high])
            {
                kept.Add(new Comparator(low, high, needed[low], needed[high]));
                needed[low] = needed[high] = true;
            }
        }

        kept.Reverse();
        Comparators = kept;
    }

    /// <summary>Compares wires Low and High; afterwards Low holds the smaller and High the greater value.</summary>
    /// <param name="Low">Wire of the smaller value.</param>
    /// <param name="High">Wire of the greater value.</param>
    /// <param name="KeepLow">Whether the smaller value is read later.</param>
    /// <param name="KeepHigh">Whether the greater value is read later.</param>
    public readonly record struct Comparator(int Low, int High, bool KeepLow, bool KeepHigh);

    /// <summary>The comparators in order.</summary>
    public IReadOnlyList<Comparator> Comparators { get; }

    // Knuth, The Art of Computer Programming 5.3.4, for any number of wires: a wire beyond the last one would hold
    // infinity and never move.
    private static List<(int Low, int High)> Batcher(int wires)
    {
        var pairs = new List<(int Low, int High)>();
        int size = 1;
        while (size < wires)
        {
            size *= 2;
        }

        for (int p = 1; p < size; p *= 2)
        {
            for (int k = p; k >= 1; k /= 2)
            {
                for (int j = k % p; j + k < size; j += 2 * k)
                {
                    for (int i = 0; i < k && i + j + k < wires; i++)
                    {
                        if ((i + j) / (2 * p) == (i + j + k) / (2 * p))
                        {
                            pairs.Add((i + j, i + j + k));
                        }
                    }
                }
            }
        }

        return pairs;
    }
}
