using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.Jobs.Plans;

/// <summary>The extra channels of a job's slices. For one thread at a time.</summary>
internal sealed class PlannedExtras(JobPlan plan, CancellationToken cancellation) : IDisposable
{
    private readonly ImageVolume?[] files = new ImageVolume?[plan.Extras.Count];
    private readonly SegImage?[] constant = new SegImage?[plan.Extras.Count];

    /// <summary>Reads those of a slice.</summary>
    /// <param name="slice">Place in the volume that the job makes.</param>
    /// <exception cref="SegException">What opening the files and reading the slices throws.</exception>
    public IReadOnlyList<SegImage> Read(int slice) => [.. Enumerable.Range(0, plan.Extras.Count).Select(extra => Read(extra, slice))];

    /// <summary>Volumes in three dimensions, which close the file they read.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">What opening the files throws.</exception>
    public static IReadOnlyList<SegVolume> Volumes(JobPlan plan, CancellationToken cancellation)
    {
        var volumes = new List<SegVolume>();
        foreach (JobExtra extra in plan.Extras)
        {
            ImageVolume file = extra.Input.Open(cancellation);
            ImageProbe info = file.Info;
            string[] channels = [.. Enumerable.Range(0, info.Channels).Select(c => $"c{c}")];
            volumes.Add(new SegVolume(extra.Input.Count, info.Height, info.Width, info.PixelType, channels, z => file.ReadSlice(file.Selected[z]), new ImageSource(info.Path, info.Dataset), plan.Settings.VoxelSize, file));
        }

        return volumes;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (ImageVolume? file in files)
        {
            file?.Dispose();
        }
    }

    private SegImage Read(int extra, int slice)
    {
        if (constant[extra] is { } same)
        {
            return same;
        }

        cancellation.ThrowIfCancellationRequested();
        JobExtra planned = plan.Extras[extra];
        ImageVolume file = files[extra] ??= planned.Input.Open(cancellation);
        SegImage image = file.ReadSlice(file.Selected[planned.EverySlice ? 0 : slice]);
        if (planned.EverySlice)
        {
            constant[extra] = image;
        }

        return image;
    }
}
