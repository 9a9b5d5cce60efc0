using NDSeg.Images;

namespace NDSeg.Cleanup;

/// <summary>Removes specks from label volumes, in three dimensions.</summary>
public static class VolumeCleanup
{
    /// <summary>
    /// Applies what <see cref="LabelCleanup"/> does to a map to a volume: the majority over a ball instead of a disc, regions of
    /// 26-connected voxels that go to the class they share most faces with, holes that are 6-connected and do not reach the border of
    /// the volume. A volume of one slice gives what the map gives. The radius is in units of the distance between columns, sizes are in voxels.
    /// </summary>
    /// <remarks>
    /// Regions take two passes through the volume, holes one for each class; the slices of the result are made when they are read. Memory
    /// is that of a few slices and a table of regions.
    /// </remarks>
    /// <param name="labels">The volume; not changed.</param>
    /// <param name="cleanup">What to do.</param>
    /// <param name="options">Threads, cancellation, progress. The result does not depend on the threads.</param>
    /// <param name="owned">What to close with the result.</param>
    /// <exception cref="SegException">InvalidCleanupOptions; what reading a slice throws.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SegLabelVolume Apply(SegLabelVolume labels, LabelCleanupOptions cleanup, RunOptions options, IDisposable? owned = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(cleanup);
        ArgumentNullException.ThrowIfNull(options);
        cleanup.Validate(labels.ClassCount);
        var touched = new bool[labels.ClassCount + 1];
        foreach (int index in cleanup.ClassIndices ?? [.. labels.Classes.Select(c => c.Index)])
        {
            touched[index] = true;
        }

        var passes = new PassProgress(options, (cleanup.MinimumRegionSize > 1 ? 2 : 0) + (cleanup.MaximumHoleSize > 0 ? touched.Count(t => t) : 0));
        SegLabelVolume result = labels;
        if (cleanup.MajorityRadius > 0)
        {
            result = new VolumeMajority(result, cleanup.MajorityRadius, touched, options.EffectiveThreads).Result();
        }

        if (cleanup.MinimumRegionSize > 1)
        {
            result = VolumeRegions.RemoveSmall(result, cleanup.MinimumRegionSize, touched, passes);
        }

        for (int c = 1; c < touched.Length && cleanup.MaximumHoleSize > 0; c++)
        {
            result = touched[c] ? VolumeHoles.Fill(result, c, cleanup.MaximumHoleSize, passes) : result;
        }

        return labels.With(result.ReadSlice, owned);
    }
}
