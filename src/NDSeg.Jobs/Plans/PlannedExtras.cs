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

    /// <summary>Them as volumes in three dimensions, to be read until this is disposed.</summary>
    /// <exception cref="SegException">What opening the files throws.</exception>
    public IReadOnlyList<SegVolume> ToVolumes() => [.. Enumerable.Range(0, plan.Extras.Count).Select(extra =>
    {
        ImageProbe info = FileOf(extra).Info;
        return new SegVolume(plan.SliceCount, info.Height, info.Width, info.PixelType, SegImage.NamesOf(info.Channels), z => Read(extra, z), new ImageSource(info.Path, info.Dataset), plan.Settings.VoxelSize);
    })];

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (ImageVolume? file in files)
        {
            file?.Dispose();
        }
    }

    private ImageVolume FileOf(int extra) => files[extra] ??= plan.Extras[extra].Input.Open(cancellation);

    private SegImage Read(int extra, int slice)
    {
        if (constant[extra] is { } same)
        {
            return same;
        }

        cancellation.ThrowIfCancellationRequested();
        JobExtra planned = plan.Extras[extra];
        ImageVolume file = FileOf(extra);
        SegImage image = file.ReadSlice(file.Selected[planned.EverySlice ? 0 : slice]);
        if (planned.EverySlice)
        {
            constant[extra] = image;
        }

        return image;
    }
}
