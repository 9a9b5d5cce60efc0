namespace NDSeg.Hdf5;

/// <summary>Finds the selections that reach into a box without looking at all of them.</summary>
internal sealed class MappingOrder
{
    private readonly Selection[] selections;
    private readonly int[] byLow;
    private readonly long[] reach;

    public MappingOrder(Selection[] selections)
    {
        this.selections = selections;
        byLow = [.. Enumerable.Range(0, selections.Length).Where(i => selections[i].Count > 0 && selections[i].Low.Length > 0).OrderBy(i => selections[i].Low[0])];
        reach = new long[byLow.Length];
        for (int i = 0; i < reach.Length; i++)
        {
            reach[i] = Math.Max(selections[byLow[i]].High[0], i > 0 ? reach[i - 1] : long.MinValue);
        }
    }

    /// <summary>Numbers of the selections whose bounds meet a box, in ascending order.</summary>
    public List<int> Touching(long[] low, long[] high)
    {
        var found = new List<int>();
        int at = Array.BinarySearch(reach, low[0]);
        at = at < 0 ? ~at : at;
        while (at > 0 && reach[at - 1] >= low[0])
        {
            at--;
        }

        for (; at < byLow.Length && selections[byLow[at]].Low[0] <= high[0]; at++)
        {
            if (Meets(selections[byLow[at]], low, high))
            {
                found.Add(byLow[at]);
            }
        }

        found.Sort();
        return found;
    }

    private static bool Meets(Selection selection, long[] low, long[] high)
    {
        for (int axis = 0; axis < low.Length; axis++)
        {
            if (selection.Low[axis] > high[axis] || selection.High[axis] < low[axis])
            {
                return false;
            }
        }

        return true;
    }
}
