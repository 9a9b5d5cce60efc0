namespace NDSeg.Objects;

/// <summary>Which runs of two rows meet.</summary>
internal static class RunContacts
{
    /// <summary>Calls for every pair of runs that meet or miss each other by less than <paramref name="reach"/> columns.</summary>
    public static void Each(SliceRuns runs, int row, SliceRuns others, int otherRow, int reach, Action<int, int> meets)
    {
        (int from, int to) = runs.Row(row);
        (int other, int end) = others.Row(otherRow);
        for (int run = from; run < to; run++)
        {
            while (other < end && others.End(other) + reach <= runs.Start(run))
            {
                other++;
            }

            for (int candidate = other; candidate < end && others.Start(candidate) < runs.End(run) + reach; candidate++)
            {
                meets(run, candidate);
            }
        }
    }
}
