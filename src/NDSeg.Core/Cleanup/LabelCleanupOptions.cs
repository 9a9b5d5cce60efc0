namespace NDSeg.Cleanup;

/// <summary>What <see cref="LabelCleanup"/> does, in this order: majority filter, removal of small regions, filling of holes.</summary>
public sealed record LabelCleanupOptions
{
    /// <summary>Largest radius of the majority filter.</summary>
    public const int MaxMajorityRadius = 64;

    /// <summary>Radius R of the majority filter's disc dx^2 + dy^2 &lt;= R^2 in pixels; 0 for none, at most 64.</summary>
    public int MajorityRadius { get; init; }

    /// <summary>Regions (8-connected, of one class) with fewer pixels are removed; 0 for none.</summary>
    public long MinimumRegionSize { get; init; }

    /// <summary>
    /// Holes with at most this many pixels are filled; 0 for none, <see cref="long.MaxValue"/> for all. A hole of a class is a
    /// 4-connected set of pixels of anything else that does not reach the image border.
    /// </summary>
    public long MaximumHoleSize { get; init; }

    /// <summary>
    /// Class indices 1..K the operations may touch; null for all. A pixel changes only when its class is listed (majority filter,
    /// regions), a hole is filled only when the class around it is listed.
    /// </summary>
    public IReadOnlyList<int>? ClassIndices { get; init; }

    /// <summary>Checks every value.</summary>
    /// <param name="classCount">K of the labels.</param>
    /// <exception cref="SegException">InvalidCleanupOptions.</exception>
    public void Validate(int classCount)
    {
        if (MajorityRadius is < 0 or > MaxMajorityRadius)
        {
            throw Invalid($"Expected a majority radius from 0 to {MaxMajorityRadius}, found {MajorityRadius}.");
        }

        if (MinimumRegionSize < 0 || MaximumHoleSize < 0)
        {
            throw Invalid($"Expected sizes of 0 or more pixels, found {Math.Min(MinimumRegionSize, MaximumHoleSize)}.");
        }

        foreach (int index in ClassIndices ?? [])
        {
            if (index < 1 || index > classCount)
            {
                throw Invalid($"Expected class indices from 1 to {classCount}, found {index}.");
            }
        }
    }

    private static SegException Invalid(string message) => new("InvalidCleanupOptions", SegErrorKind.InvalidArgument, message);
}
