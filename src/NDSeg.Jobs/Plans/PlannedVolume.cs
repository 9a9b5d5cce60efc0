using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.Jobs.Plans;

/// <summary>The slices of a job, read by their places in the volume that it makes, from as many files as it has. For one thread at a time.</summary>
internal sealed class PlannedVolume(JobPlan plan, CancellationToken cancellation) : IDisposable
{
    private JobInput? input;
    private ImageVolume? file;

    /// <summary>Reads a slice.</summary>
    /// <param name="slice">Place in the volume.</param>
    /// <exception cref="SegException">What opening the file and reading the slice throws.</exception>
    public SegImage Read(int slice)
    {
        cancellation.ThrowIfCancellationRequested();
        JobInput wanted = plan.InputOf(slice);
        if (input != wanted)
        {
            file?.Dispose();
            file = null;
            input = null;
            file = wanted.Open(cancellation);
            input = wanted;
        }

        return file!.ReadSlice(file.Selected[slice - wanted.First]);
    }

    /// <summary>The slices as one volume in three dimensions, which closes this with itself.</summary>
    /// <param name="finished">Places that are not to be computed.</param>
    /// <exception cref="SegException">What opening the first file throws.</exception>
    public SegVolume ToVolume(IReadOnlyList<int> finished)
    {
        using ImageVolume first = plan.Inputs[0].Open(cancellation);
        ImageProbe info = first.Info;
        var source = new ImageSource(info.Path, info.Dataset, SliceCount: plan.SliceCount);
        return new SegVolume(plan.SliceCount, plan.Height, plan.Width, info.PixelType, SegImage.NamesOf(info.Channels), Read, source, plan.Settings.VoxelSize, this) { Finished = finished };
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file?.Dispose();
}
