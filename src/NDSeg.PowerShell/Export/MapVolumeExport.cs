using System.Collections.Concurrent;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;

namespace NDSeg.PowerShell.Export;

/// <summary>
/// The maps of one volume on their way into one file. A slice is written while the next one is computed, one at most, so that memory
/// does not grow when the disk is slower than the model.
/// </summary>
internal sealed class MapVolumeExport : IDisposable
{
    private readonly BlockingCollection<(int Place, IReadOnlyList<Array> Maps)> queue = new(1);
    private readonly CancellationTokenSource ending = new();
    private readonly NamedPlanes first;
    private readonly ImageSource source;
    private readonly IReadOnlyList<int> planes;
    private readonly HashSet<int> added = [];
    private readonly Task writing;
    private int next;

    /// <param name="target">Full path.</param>
    /// <param name="first">The maps of the first slice that came, for the shape of all.</param>
    /// <param name="planes">Which of its maps are written.</param>
    /// <param name="source">Where the slice came from.</param>
    /// <param name="series">Its place.</param>
    /// <param name="options">How to write.</param>
    /// <exception cref="SegException">TargetExists.</exception>
    public MapVolumeExport(string target, NamedPlanes first, IReadOnlyList<int> planes, ImageSource source, SeriesPosition series, PlaneWriteOptions options)
    {
        if (!options.Overwrite && Path.Exists(target))
        {
            // Said before slices are computed, not by the writer beside.
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected no file at '{target}', found one.", "Use -Force to replace it.");
        }

        Target = target;
        Count = series.Count;
        this.first = first;
        this.planes = planes;
        this.source = source;
        var shape = new PlaneVolumeShape(Count, planes.Count, first.Height, first.Width);
        writing = Task.Run(() => PlaneWriter.WriteVolume(target, shape, Slices(), options with { Names = [.. planes.Select(i => first.Names[i])], Type = first.Type, PixelSize = first.PixelSize }, ending.Token));
    }

    /// <summary>The file being written.</summary>
    public string Target { get; }

    /// <summary>Slices of the volume.</summary>
    public int Count { get; }

    /// <summary>Whether a slice belongs to this volume.</summary>
    public bool Takes(ImageSource other, SeriesPosition? place)
        => place is not null && other.Path == source.Path && other.Dataset == source.Dataset && place.Count == Count && !added.Contains(place.Ordinal);

    /// <summary>Hands a slice to the writer; waits while it is busy with the ones before.</summary>
    /// <exception cref="SegException">VolumeShapeMismatch; SliceOrder; what writing threw.</exception>
    public void Add(NamedPlanes slice, SeriesPosition place, CancellationToken cancellation)
    {
        if (slice.Height != first.Height || slice.Width != first.Width || slice.Type != first.Type || !slice.Names.SequenceEqual(first.Names))
        {
            throw new SegException("VolumeShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected every slice for '{Target}' to have {first.Height} x {first.Width} {first.Type} pixels and the maps {string.Join(", ", first.Names)}, found {slice.Height} x {slice.Width} {slice.Type} and {string.Join(", ", slice.Names)}.", "Write slices that differ to files of their own.");
        }

        if (place.Ordinal < next)
        {
            throw new SegException("SliceOrder", SegErrorKind.InvalidArgument, $"Expected slice {next} or a later one for '{Target}', found slice {place.Ordinal}.", "Let the slices come in the order of the volume.");
        }

        next = place.Ordinal + 1;
        added.Add(place.Ordinal);
        IReadOnlyList<Array> maps = [.. planes.Select(slice.Plane)];
        while (!queue.TryAdd((place.Ordinal, maps), 100, cancellation))
        {
            if (writing.IsCompleted)
            {
                writing.GetAwaiter().GetResult();
                throw new InvalidOperationException("The writer ended before the slices did.");
            }
        }
    }

    /// <summary>Waits for the file; slices that never came hold 0.</summary>
    /// <returns>The slices that are missing, as the source numbers them.</returns>
    /// <exception cref="SegException">What writing threw.</exception>
    public IReadOnlyList<int> Finish(CancellationToken cancellation)
    {
        queue.CompleteAdding();
        using CancellationTokenRegistration stop = cancellation.Register(ending.Cancel);
        writing.GetAwaiter().GetResult();
        return SliceNumbers.Of(source, [.. Enumerable.Range(0, Count).Where(place => !added.Contains(place))]);
    }

    /// <summary>Gives the file up unless it was finished, and waits until nothing of it is left.</summary>
    public void Dispose()
    {
        ending.Cancel();
        ((IAsyncResult)writing).AsyncWaitHandle.WaitOne();
        queue.Dispose();
        ending.Dispose();
    }

    private IEnumerable<IReadOnlyList<Array>?> Slices()
    {
        int at = 0;
        foreach ((int place, IReadOnlyList<Array> maps) in queue.GetConsumingEnumerable(ending.Token))
        {
            for (; at < place; at++)
            {
                yield return null;
            }

            yield return maps;
            at++;
        }

        for (; at < Count; at++)
        {
            yield return null;
        }
    }
}
