using NDSeg.Imaging;
using NDSeg.IO;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>Reads the slices of an open volume one after the other; a damaged one is reported and left out.</summary>
internal sealed class SliceProducer
{
    private readonly ImageVolume volume;
    private readonly HashSet<int> finished;

    /// <param name="volume">The volume.</param>
    /// <param name="target">A label volume whose finished slices are left out, or null.</param>
    public SliceProducer(ImageVolume volume, string? target)
    {
        this.volume = volume;
        finished = target is null ? [] : FinishedSlices(target, volume.Selected.Count);
    }

    /// <summary>Reads until the end or until cancelled.</summary>
    public void Run(WorkerChannel channel, CancellationToken cancellation)
    {
        int count = volume.Selected.Count;
        bool series = volume.Info.SliceCount > 1;
        for (int ordinal = 0; ordinal < count; ordinal++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!finished.Contains(ordinal))
            {
                Read(volume.Selected[ordinal], series ? ordinal : null, count, channel);
            }

            channel.Report((ordinal + 1.0) / count);
        }
    }

    private static HashSet<int> FinishedSlices(string target, int count)
    {
        if (!Directory.Exists(target + ".partial"))
        {
            return [];
        }

        using var writer = new LabelVolumeWriter(target, new LabelVolumeOptions { Resume = true, Overwrite = true });
        return [.. Enumerable.Range(0, count).Where(writer.Contains)];
    }

    private void Read(int slice, int? ordinal, int count, WorkerChannel channel)
    {
        try
        {
            SegImage image = volume.ReadSlice(slice);
            channel.Write(PipelineRecordKind.Output, ordinal is null ? image : Placed(image, ordinal.Value, count));
        }
        catch (SegException failure) when (volume.Info.SliceCount > 1)
        {
            (SegException, object?) record = (failure, SourceOf(slice));
            channel.Write(PipelineRecordKind.Failure, record);
        }

        ImageSource SourceOf(int index) => new(volume.Info.Path, volume.Info.Dataset, index, volume.Info.SliceCount, ordinal, count);
    }

    private static SegImage Placed(SegImage image, int ordinal, int count)
        => new(
            image.Height,
            image.Width,
            image.PixelType,
            [.. Enumerable.Range(0, image.Channels).Select(image.Plane)],
            image.Source with { Ordinal = ordinal, OrdinalCount = count },
            image.ChannelNames,
            image.PixelSize);
}
