using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>Reads the slices of an open volume one after the other; a damaged one is reported and left out.</summary>
internal sealed class SliceProducer
{
    private readonly ImageVolume volume;
    private readonly SourceReading? reading;
    private readonly int[] finished;

    /// <param name="volume">The volume.</param>
    /// <param name="reading">How the volume was opened, or null where nothing was chosen.</param>
    /// <param name="target">A label volume whose finished slices are left out, or null.</param>
    public SliceProducer(ImageVolume volume, SourceReading? reading, string? target)
    {
        this.volume = volume;
        this.reading = reading;
        finished = target is null ? [] : [.. PartialVolume.FinishedSlices(target).Where(place => place < volume.Selected.Count)];
    }

    /// <summary>Reads until the end or until cancelled.</summary>
    public void Run(WorkerChannel channel, CancellationToken cancellation)
    {
        int count = volume.Selected.Count;
        bool any = false;
        for (int ordinal = 0; ordinal < count; ordinal++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!finished.Contains(ordinal))
            {
                any |= Read(ordinal, count, channel);
            }

            channel.Report((ordinal + 1.0) / count);
        }

        if (finished.Length > 0)
        {
            channel.Write(PipelineRecordKind.Verbose, $"{finished.Length} of {count} slices were finished by an earlier run.");
            if (!any)
            {
                // The end of the pipeline has to hear of the volume once to close it.
                Read(finished[0], count, channel);
            }
        }
    }

    private bool Read(int ordinal, int count, WorkerChannel channel)
    {
        int slice = volume.Selected[ordinal];
        bool series = volume.Info.SliceCount > 1;
        try
        {
            SegImage image = volume.ReadSlice(slice);
            SeriesPosition? place = series ? new SeriesPosition(ordinal, count) { Finished = finished } : null;
            channel.Write(PipelineRecordKind.Output, image.From(image.Source with { Reading = reading }, place));
            return true;
        }
        catch (SegException failure) when (series)
        {
            (SegException, object?) record = (failure, new ImageSource(volume.Info.Path, volume.Info.Dataset, slice, volume.Info.SliceCount));
            channel.Write(PipelineRecordKind.Failure, record);
            return false;
        }
    }
}
