namespace NDSeg.Paint.Session;

/// <summary>Which steps of which pages were done, so that one that is sent again is not done again. Not for several threads at once.</summary>
internal sealed class StepLog
{
    private const int MostPages = 200;

    private readonly Dictionary<string, int> last = new(StringComparer.Ordinal);

    /// <summary>Notes a step.</summary>
    /// <returns>Whether it is new.</returns>
    public bool IsNew(string window, int step)
    {
        if (last.TryGetValue(window, out int done) && step <= done)
        {
            return false;
        }

        if (last.Count >= MostPages && !last.ContainsKey(window))
        {
            last.Remove(last.Keys.First());
        }

        last[window] = step;
        return true;
    }
}
