using NDSeg.Images;

namespace NDSeg.Cleanup;

/// <summary>Removes specks from label maps.</summary>
public static class LabelCleanup
{
    /// <summary>
    /// Applies the operations that are switched on; unlabelled pixels stay unlabelled.
    /// <list type="bullet">
    /// <item>Majority filter: a pixel takes the class most pixels of the disc around it have; among equals its own, else the
    /// first.</item>
    /// <item>Small regions take the class they share the longest border with (4-neighbours; among equals the first), regions
    /// large enough before small ones, until none is left that has a neighbour.</item>
    /// <item>Holes take the class around them, class by class in index order.</item>
    /// </list>
    /// </summary>
    /// <param name="labels">The map; not changed.</param>
    /// <param name="cleanup">What to do.</param>
    /// <param name="options">Threads, cancellation. The result does not depend on the threads.</param>
    /// <exception cref="SegException">InvalidCleanupOptions.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SegLabels Apply(SegLabels labels, LabelCleanupOptions cleanup, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(cleanup);
        ArgumentNullException.ThrowIfNull(options);
        cleanup.Validate(labels.Classes.Count);
        var touched = new bool[labels.Classes.Count + 1];
        foreach (int index in cleanup.ClassIndices ?? [.. labels.Classes.Select(c => c.Index)])
        {
            touched[index] = true;
        }

        ushort[] indices = WideSlice.Of(labels);
        if (cleanup.MajorityRadius > 0)
        {
            indices = MajorityFilter.Apply(indices, labels.Height, labels.Width, cleanup.MajorityRadius, touched, options);
        }

        if (cleanup.MinimumRegionSize > 1 || cleanup.MaximumHoleSize > 0)
        {
            var runs = new LabelRuns(indices, labels.Height, labels.Width, options.Cancellation);
            if (cleanup.MinimumRegionSize > 1)
            {
                runs.RemoveSmallRegions(cleanup.MinimumRegionSize, touched);
            }

            if (cleanup.MaximumHoleSize > 0)
            {
                runs.FillHoles(cleanup.MaximumHoleSize, touched);
            }

            runs.Paint(indices);
        }

        return WideSlice.ToLabels(labels, indices).InSeries(null);
    }
}
