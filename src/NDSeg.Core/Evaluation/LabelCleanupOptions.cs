namespace NDSeg.Evaluation;

/// <summary>What <see cref="LabelCleanup"/> does, in this order: majority filter, removal of small regions, filling of holes.</summary>
public sealed record LabelCleanupOptions
{
    /// <summary>Radius R of the majority filter's disc dx^2 + dy^2 &lt;= R^2 in pixels; 0 for none, at most 64.</summary>
    public int MajorityRadius { get; init; }

    /// <summary>Regions with fewer pixels are removed; 0 for none.</summary>
    public long MinimumRegionSize { get; init; }

    /// <summary>Holes (regions enclosed by one class) with at most this many pixels are filled; 0 for none, <see cref="long.MaxValue"/> for all.</summary>
    public long MaximumHoleSize { get; init; }

    /// <summary>
    /// Class indices 1..K the operations may touch; null for all. A pixel changes only when its class is listed (majority filter,
    /// regions), a hole is filled only when the class around it is listed.
    /// </summary>
    public IReadOnlyList<int>? ClassIndices { get; init; }
}
