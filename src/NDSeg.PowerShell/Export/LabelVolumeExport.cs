using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO;

namespace NDSeg.PowerShell.Export;

/// <summary>The slices of one volume on their way into one file. A slice is written while the next one is computed.</summary>
internal sealed class LabelVolumeExport : IDisposable
{
    private readonly LabelVolumeWriter writer;
    private readonly ImageSource source;
    private readonly SeriesPosition series;
    private Task pending = Task.CompletedTask;

    public LabelVolumeExport(string target, SegLabels first, LabelVolumeOptions options)
    {
        source = first.Source;
        series = first.Series!;
        writer = new LabelVolumeWriter(target, options);
        if (series.Finished.Any(place => !writer.Contains(place)))
        {
            // The reader left slices out for the sake of a remainder that turned out to be of another computation.
            writer.Dispose();
            throw new SegException("ResumeMismatch", SegErrorKind.InvalidState, $"Expected to continue a run with the same images, model and configuration, found the remainder of another one at '{target}'.", "It was removed as -Force asks: run the command again.");
        }
    }

    /// <summary>The file being written.</summary>
    public string Target => writer.Target;

    /// <summary>Whether a slice belongs to this volume.</summary>
    public bool Takes(string target, SegLabels labels)
        => target == Target && labels.Source.Path == source.Path && labels.Source.Dataset == source.Dataset && labels.Series is not null;

    /// <summary>Writes a slice beside the pipeline; waits for the one before, and reports its failure.</summary>
    public void Add(SegLabels labels)
    {
        pending.GetAwaiter().GetResult();
        int slice = labels.Series!.Ordinal;
        pending = Task.Run(() =>
        {
            if (!writer.Contains(slice))
            {
                writer.Write(slice, labels);
            }
        });
    }

    /// <summary>Fills the slices that never came and closes the file.</summary>
    /// <returns>The slices that are missing, as the source numbers them.</returns>
    public IReadOnlyList<int> Finish(CancellationToken cancellation)
    {
        pending.GetAwaiter().GetResult();
        List<int> missing = [.. Enumerable.Range(0, series.Count).Where(place => !writer.Contains(place))];
        missing.ForEach(writer.WriteBlank);
        writer.Complete(cancellation);
        return source.Reading?.Slices is string slices ? [.. missing.Select(Numbers(slices).ElementAt)] : missing;
    }

    private IEnumerable<int> Numbers(string slices) => SliceRange.ParseList(slices).SelectMany(range =>
    {
        int first = range.First ?? 0;
        return Enumerable.Range(first, (range.Last ?? source.SliceCount!.Value - 1) - first + 1);
    });

    public void Dispose()
    {
        ((IAsyncResult)pending).AsyncWaitHandle.WaitOne();
        writer.Dispose();
    }
}
