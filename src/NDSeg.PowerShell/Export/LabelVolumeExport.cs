using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO;

namespace NDSeg.PowerShell.Export;

/// <summary>
/// The slices of one volume on their way into one file: those of a series, each at its place, or results that come one by one,
/// in the order they come. A slice is written while the next one is computed.
/// </summary>
internal sealed class LabelVolumeExport : IDisposable
{
    private readonly LabelVolumeWriter writer;
    private readonly ImageSource source;
    private readonly SeriesPosition? series;
    private readonly HashSet<int> added = [];
    private readonly Dictionary<long, SegClass> classes = [];
    private readonly List<ImageSource> sources = [];
    private Task pending = Task.CompletedTask;

    /// <param name="target">Full path.</param>
    /// <param name="first">The first slice.</param>
    /// <param name="series">The place of the first slice; null for results that are stacked as they come.</param>
    /// <param name="options">How to write.</param>
    public LabelVolumeExport(string target, SegLabels first, SeriesPosition? series, LabelVolumeOptions options)
    {
        source = first.Source;
        this.series = series;
        writer = new LabelVolumeWriter(target, options);
        if (series is not null && series.Finished.Any(place => !writer.Contains(place)))
        {
            // The reader left slices out for the sake of a remainder that turned out to be of another computation.
            writer.Dispose();
            throw new SegException("ResumeMismatch", SegErrorKind.InvalidState, $"Expected to continue a run with the same images, model and configuration, found the remainder of another one at '{target}'.", "It was removed as -Force asks: run the command again.");
        }
    }

    /// <summary>The file being written.</summary>
    public string Target => writer.Target;

    /// <summary>Number of slices of the volume, as far as is known.</summary>
    public int Count => series?.Count ?? added.Count;

    /// <summary>The files the slices came from, where they are not those of one volume; else null.</summary>
    public IReadOnlyList<ImageSource>? Sources => series is null ? sources : null;

    /// <summary>All classes that came, in the order of their values.</summary>
    public IReadOnlyList<SegClass> Classes => [.. classes.Values.OrderBy(c => c.Value).Select((c, k) => c.WithIndex(k + 1))];

    /// <summary>Whether a slice belongs to this volume.</summary>
    public bool Takes(string target, SegLabels labels, SeriesPosition? place)
    {
        if (target != Target || (place is null) != (series is null))
        {
            return false;
        }

        return place is null || (labels.Source.Path == source.Path && labels.Source.Dataset == source.Dataset && place.Count == series!.Count && !added.Contains(place.Ordinal));
    }

    /// <summary>Writes a slice beside the pipeline; waits for the one before, and reports its failure.</summary>
    public void Add(SegLabels labels, SeriesPosition? place)
    {
        pending.GetAwaiter().GetResult();
        int slice = place?.Ordinal ?? added.Count;
        added.Add(slice);
        sources.Add(labels.Source);
        foreach (SegClass found in labels.Classes)
        {
            classes.TryAdd(found.Value, found);
        }

        pending = Task.Run(() =>
        {
            if (!writer.Contains(slice))
            {
                writer.Write(slice, labels);
            }
        });
    }

    /// <summary>Fills the slices that never came and closes the file.</summary>
    /// <param name="provenance">Tells how the volume was made, once all is known; null keeps what the options said.</param>
    /// <param name="cancellation">Ends the joining early.</param>
    /// <returns>The slices that are missing, as the source numbers them.</returns>
    public IReadOnlyList<int> Finish(Func<string?>? provenance, CancellationToken cancellation)
    {
        pending.GetAwaiter().GetResult();
        List<int> missing = [.. Enumerable.Range(0, Count).Where(place => !writer.Contains(place))];
        missing.ForEach(writer.WriteBlank);
        writer.Provenance = provenance?.Invoke() ?? writer.Provenance;
        writer.Complete(cancellation);
        return series is null ? missing : SliceNumbers.Of(source, missing);
    }

    public void Dispose()
    {
        ((IAsyncResult)pending).AsyncWaitHandle.WaitOne();
        writer.Dispose();
    }
}
