namespace NDSeg.Hdf5;

/// <summary>A union of boxes that do not touch each other's elements, as runs along the last axis.</summary>
internal sealed class IrregularSelection : Selection
{
    private const int MostRuns = 1 << 20;

    private readonly long[] low;
    private readonly long[] high;
    private readonly List<(long At, long Length, long Number)> runs = [];
    private readonly long count;

    /// <param name="boxes">First and last place of every box; at least one.</param>
    /// <exception cref="Hdf5Exception">The boxes overlap, or there are too many of them.</exception>
    public IrregularSelection(IReadOnlyList<(long[] First, long[] Last)> boxes)
    {
        int rank = boxes[0].First.Length;
        low = [.. Enumerable.Range(0, rank).Select(a => boxes.Min(b => b.First[a]))];
        high = [.. Enumerable.Range(0, rank).Select(a => boxes.Max(b => b.Last[a]))];
        foreach ((long[] first, long[] last) in boxes)
        {
            AddRuns(first, last);
        }

        runs.Sort((a, b) => a.At.CompareTo(b.At));
        long end = 0;
        for (int i = 0; i < runs.Count; i++)
        {
            (long at, long length, _) = runs[i];
            if (at < end)
            {
                throw Hdf5Exception.Corrupt("A selection names elements twice.");
            }

            runs[i] = (at, length, count);
            count += length;
            end = at + length;
        }
    }

    public override Int128 Count => count;

    public override ReadOnlySpan<long> Low => low;

    public override ReadOnlySpan<long> High => high;

    public override IEnumerable<(long[] At, long Length, long Number)> Runs(long[] low, long[] high)
    {
        var at = new long[low.Length];
        foreach ((long position, long length, long number) in runs)
        {
            Unpack(position, at);
            long skip = Math.Max(0, low[^1] - at[^1]);
            long inside = Math.Min(length, high[^1] - at[^1] + 1) - skip;
            if (inside > 0 && IsWithin(at, low, high))
            {
                at[^1] += skip;
                yield return (at, inside, number + skip);
            }
        }
    }

    public override long Find(long number, Span<long> at)
    {
        int below = 0;
        int above = runs.Count - 1;
        while (below < above)
        {
            int middle = (below + above + 1) / 2;
            (below, above) = runs[middle].Number <= number ? (middle, above) : (below, middle - 1);
        }

        (long position, long length, long first) = runs[below];
        Unpack(position + number - first, at);
        return length - (number - first);
    }

    private static bool IsWithin(long[] at, long[] low, long[] high)
    {
        for (int axis = 0; axis < at.Length - 1; axis++)
        {
            if (at[axis] < low[axis] || at[axis] > high[axis])
            {
                return false;
            }
        }

        return true;
    }

    private void AddRuns(long[] first, long[] last)
    {
        var at = (long[])first.Clone();
        do
        {
            if (runs.Count == MostRuns)
            {
                throw AddressSpace.Unsupported($"a selection of more than {MostRuns} separate rows");
            }

            runs.Add((Pack(at), last[^1] - first[^1] + 1, 0));
        }
        while (Next(at, first, last));
    }

    /// <summary>Steps through the rows of a box.</summary>
    private static bool Next(long[] at, long[] first, long[] last)
    {
        for (int axis = at.Length - 2; axis >= 0; axis--)
        {
            if (++at[axis] <= last[axis])
            {
                return true;
            }

            at[axis] = first[axis];
        }

        return false;
    }

    /// <summary>A place as one number, in row-major order of the smallest box around everything.</summary>
    private long Pack(long[] at)
    {
        long position = 0;
        for (int axis = 0; axis < at.Length; axis++)
        {
            position = checked((position * (high[axis] + 1)) + at[axis]);
        }

        return position;
    }

    private void Unpack(long position, Span<long> at)
    {
        for (int axis = at.Length - 1; axis >= 0; axis--)
        {
            at[axis] = position % (high[axis] + 1);
            position /= high[axis] + 1;
        }
    }
}
