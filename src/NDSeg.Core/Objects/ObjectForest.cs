namespace NDSeg.Objects;

/// <summary>Objects that may still grow, as trees of parts that were found to belong together; the root holds the tally.</summary>
internal sealed class ObjectForest
{
    private int[] parent = new int[1024];
    private ObjectTally[] tallies = new ObjectTally[1024];

    public int Count { get; private set; }

    /// <summary>Adds a part of its own.</summary>
    public int Add(in ObjectTally tally)
    {
        if (Count == parent.Length)
        {
            Array.Resize(ref parent, checked(2 * Count));
            Array.Resize(ref tallies, 2 * Count);
        }

        parent[Count] = Count;
        tallies[Count] = tally;
        return Count++;
    }

    public int Find(int part)
    {
        while (parent[part] != part)
        {
            parent[part] = parent[parent[part]];
            part = parent[part];
        }

        return part;
    }

    /// <summary>Joins two objects.</summary>
    /// <returns>The root of both.</returns>
    public int Unite(int a, int b)
    {
        a = Find(a);
        b = Find(b);
        if (a == b)
        {
            return a;
        }

        // The larger tree stays on top, so that paths stay short.
        (a, b) = tallies[a].Pixels < tallies[b].Pixels ? (b, a) : (a, b);
        parent[b] = a;
        tallies[a].Add(tallies[b]);
        return a;
    }

    public ref readonly ObjectTally Tally(int root) => ref tallies[root];

    /// <summary>Keeps the objects of some runs only, hands out the others as finished, and numbers the runs anew.</summary>
    public void Compact(Span<int> runs, Action<ObjectTally> finished)
    {
        var renumbered = new int[Count];
        renumbered.AsSpan().Fill(-1);
        var kept = new List<ObjectTally>();
        foreach (ref int run in runs)
        {
            int root = Find(run);
            if (renumbered[root] < 0)
            {
                renumbered[root] = kept.Count;
                kept.Add(tallies[root]);
            }

            run = renumbered[root];
        }

        for (int part = 0; part < Count; part++)
        {
            if (parent[part] == part && renumbered[part] < 0)
            {
                finished(tallies[part]);
            }
        }

        Count = 0;
        foreach (ObjectTally tally in kept)
        {
            Add(tally);
        }
    }
}
