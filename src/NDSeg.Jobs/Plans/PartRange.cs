namespace NDSeg.Jobs.Plans;

/// <summary>The slices of one part, by their places in the volume that the job makes.</summary>
/// <param name="First">First slice, from 0.</param>
/// <param name="Last">Last slice, included.</param>
internal sealed record PartRange(int First, int Last)
{
    /// <summary>Number of slices.</summary>
    public int Count => Last - First + 1;

    /// <summary>Cuts slices into ranges that differ by one slice at most.</summary>
    /// <param name="slices">Number of slices.</param>
    /// <param name="parts">Number of ranges, at most the number of slices.</param>
    public static IReadOnlyList<PartRange> Cut(int slices, int parts)
        => [.. Enumerable.Range(0, parts).Select(p => new PartRange((int)((long)slices * p / parts), (int)((long)slices * (p + 1) / parts) - 1))];
}
