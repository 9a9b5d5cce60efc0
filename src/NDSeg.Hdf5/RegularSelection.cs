namespace NDSeg.Hdf5;

/// <summary>A regular hyperslab: along every axis blocks of one length at equal distances.</summary>
internal sealed class RegularSelection : Selection
{
    private readonly long[] start;
    private readonly long[] stride;
    private readonly long[] block;
    private readonly long[] selected;
    private readonly long[] last;

    /// <param name="start">First place along every axis.</param>
    /// <param name="stride">Distance of blocks.</param>
    /// <param name="block">Length of a block, at most the distance.</param>
    /// <param name="selected">Places that are selected along every axis; the last block may be cut.</param>
    public RegularSelection(long[] start, long[] stride, long[] block, long[] selected)
    {
        this.start = start;
        this.stride = stride;
        this.block = block;
        this.selected = selected;
        last = [.. start.Select((s, a) => selected[a] > 0 ? s + Offset(a, selected[a] - 1) : s - 1)];
    }

    public override Int128 Count => selected.Aggregate((Int128)1, (product, count) => product * count);

    public override ReadOnlySpan<long> Low => start;

    public override ReadOnlySpan<long> High => last;

    /// <summary>Everything.</summary>
    public static RegularSelection All(long[] lengths)
        => new(new long[lengths.Length], [.. lengths.Select(l => Math.Max(1, l))], [.. lengths.Select(l => Math.Max(1, l))], lengths);

    /// <summary>Places selected along an axis.</summary>
    public long Along(int axis) => selected[axis];

    /// <summary>The same with another number of places along an axis.</summary>
    public RegularSelection Cut(int axis, long count)
    {
        var cut = (long[])selected.Clone();
        cut[axis] = count;
        return new RegularSelection(start, stride, block, cut);
    }

    public override IEnumerable<(long[] At, long Length, long Number)> Runs(long[] low, long[] high)
    {
        int rank = start.Length;
        var runs = new List<(long At, long Length, long Number)>[rank];
        long weight = 1;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            runs[axis] = Along(axis, low[axis], high[axis], weight, isSplit: axis < rank - 1);
            weight *= selected[axis];
            if (runs[axis].Count == 0)
            {
                yield break;
            }
        }

        var step = new int[rank];
        var at = new long[rank];
        while (true)
        {
            long number = 0;
            for (int axis = 0; axis < rank; axis++)
            {
                at[axis] = runs[axis][step[axis]].At;
                number += runs[axis][step[axis]].Number;
            }

            yield return (at, rank == 0 ? 1 : runs[^1][step[^1]].Length, number);
            int next = rank - 1;
            while (next >= 0 && ++step[next] == runs[next].Count)
            {
                step[next--] = 0;
            }

            if (next < 0)
            {
                yield break;
            }
        }
    }

    public override long Find(long number, Span<long> at)
    {
        long run = 1;
        for (int axis = start.Length - 1; axis >= 0; axis--)
        {
            long place = number % selected[axis];
            number /= selected[axis];
            at[axis] = start[axis] + Offset(axis, place);
            if (axis == start.Length - 1)
            {
                long inBlock = stride[axis] == block[axis] ? long.MaxValue : block[axis] - (place % block[axis]);
                run = Math.Min(inBlock, selected[axis] - place);
            }
        }

        return run;
    }

    private long Offset(int axis, long place) => checked((place / block[axis] * stride[axis]) + (place % block[axis]));

    /// <summary>The runs along one axis within bounds, or every place by itself.</summary>
    private List<(long At, long Length, long Number)> Along(int axis, long low, long high, long weight, bool isSplit)
    {
        var runs = new List<(long At, long Length, long Number)>();
        high = Math.Min(high, last[axis]);
        bool isWhole = stride[axis] == block[axis];
        long place = low <= start[axis] ? 0 : isWhole ? low - start[axis] : First(axis, low);
        while (place < selected[axis])
        {
            long at = start[axis] + Offset(axis, place);
            if (at > high)
            {
                break;
            }

            long length = isSplit ? 1 : Math.Min(isWhole ? selected[axis] - place : block[axis] - (place % block[axis]), high - at + 1);
            length = Math.Min(length, selected[axis] - place);
            runs.Add((at, length, place * weight));
            place += length;
        }

        return runs;
    }

    /// <summary>Number of the first selected place that is not below a bound.</summary>
    private long First(int axis, long low)
    {
        long blocks = (low - start[axis]) / stride[axis];
        long inside = (low - start[axis]) % stride[axis];
        return (blocks * block[axis]) + Math.Min(inside, block[axis]);
    }
}
