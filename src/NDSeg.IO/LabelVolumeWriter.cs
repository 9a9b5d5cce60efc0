using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Labels;

namespace NDSeg.IO;

/// <summary>
/// Writes the slices of one volume into one multi-page TIFF (BigTIFF beyond 4 GB) or one Z x H x W HDF5 dataset, with memory for one slice.
/// Finished slices wait, compressed, in the folder <c>&lt;target&gt;.partial</c> until <see cref="Complete"/> joins
/// them; so a killed run can be continued, and the result has the same bytes as that of an uninterrupted run. The slices of a
/// .zarr volume are written once, into the place they keep; several processes may write disjoint slices
/// (<see cref="LabelVolumeOptions.Shared"/>). Safe to call from several threads.
/// </summary>
public sealed class LabelVolumeWriter : IDisposable
{
    private readonly LabelVolumeOptions options;
    private readonly IVolumeStore slices;
    private readonly Lock gate = new();
    private bool completed;
    private bool disposed;

    /// <summary>Opens the volume.</summary>
    /// <param name="path">Target, .tif/.tiff, .h5/.hdf5 or .zarr.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, TargetBusy, PartialNotOurs, UnknownFormat, ResumeMismatch, NotShared.</exception>
    public LabelVolumeWriter(string path, LabelVolumeOptions? options = null)
    {
        this.options = options ?? LabelVolumeOptions.Default;
        Provenance = this.options.Provenance;
        FileFormat format = FileFormats.ForTarget(path, f => f.Volumes is not null || f.InPlace is not null);
        Target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!this.options.Overwrite && (File.Exists(Target) || (format.InPlace is not null && Directory.Exists(Target))))
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected no file at '{Target}', found one.", "Use -Force to replace it.");
        }

        slices = format.InPlace?.Open(Target, this.options) ?? SliceStore.Open(Target, VolumeFolder.PathOf(Target), this.options, format.Volumes!);
    }

    /// <summary>Full path of the file that <see cref="Complete"/> makes.</summary>
    public string Target { get; }

    /// <summary>JSON kept in the file, from the options; what is only known with the last slice can be set until <see cref="Complete"/>.</summary>
    public string? Provenance { get; set; }

    /// <summary>Number of slices that are there, blank ones included.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return slices.Count;
            }
        }
    }

    /// <summary>The slices that could not be computed and were left blank, in order.</summary>
    public IReadOnlyList<int> BlankSlices
    {
        get
        {
            lock (gate)
            {
                return slices.Blank;
            }
        }
    }

    /// <summary>The first slice that is not there yet: where <see cref="Append(SegLabels)"/> writes.</summary>
    public int NextSlice
    {
        get
        {
            lock (gate)
            {
                return slices.Next();
            }
        }
    }

    /// <summary>Whether a slice is there, from this run or from the one being continued; blank slices of an earlier run are not.</summary>
    public bool Contains(int slice)
    {
        lock (gate)
        {
            return slices.Contains(slice);
        }
    }

    /// <summary>Writes the first slice that is not there yet.</summary>
    /// <param name="labels">H x W labels; all slices share one list of classes.</param>
    /// <exception cref="SegException">VolumeShapeMismatch, LabelValueOutOfRange, UnsupportedLabels, TargetNotWritable.</exception>
    public void Append(SegLabels labels)
    {
        lock (gate)
        {
            Write(NextSlice, labels);
        }
    }

    /// <summary>Writes one slice; the order does not matter.</summary>
    /// <param name="slice">0-based place in the volume.</param>
    /// <param name="labels">H x W labels; all slices share one list of classes.</param>
    /// <inheritdoc cref="Append(SegLabels)"/>
    public void Write(int slice, SegLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegative(slice);
        lock (gate)
        {
            RequireOpen();
            slices.Write(slice, labels);
        }
    }

    /// <summary>Fills a slice that could not be computed with 0, so that the others keep their places. A continued run tries it again.</summary>
    /// <param name="slice">0-based place in the volume.</param>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public void WriteBlank(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slice);
        lock (gate)
        {
            RequireOpen();
            slices.WriteBlank(slice);
        }
    }

    /// <summary>Joins the slices into the target and removes the working folder.</summary>
    /// <param name="cancellation">Ends the joining early; the slices stay until <see cref="Dispose"/>.</param>
    /// <exception cref="SegException">VolumeIncomplete, TargetExists, TargetNotWritable.</exception>
    public void Complete(CancellationToken cancellation = default)
    {
        lock (gate)
        {
            RequireOpen();
            slices.Complete(options with { Provenance = Provenance }, cancellation);
            completed = true;
        }
    }

    /// <summary>Without <see cref="Complete"/>: removes the working folder, or leaves it for a later run when <see cref="LabelVolumeOptions.Resume"/> was given.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            if (!completed && !options.Shared && (!options.Resume || !slices.HasLabels))
            {
                slices.Delete();
            }

            slices.Dispose();
        }
    }

    private void RequireOpen() => ObjectDisposedException.ThrowIf(disposed || completed, this);
}
