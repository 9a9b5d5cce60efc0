using System.IO.Compression;
using System.Runtime.InteropServices;
using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Hdf;
using NDSeg.IO.Labels;
using NDSeg.IO.Tiff;
using NDSeg.Storage;

namespace NDSeg.IO;

/// <summary>
/// Writes the slices of one volume into one multi-page BigTIFF or one Z x H x W HDF5 dataset, with memory for one slice.
/// Finished slices wait, compressed, in the folder <c>&lt;target&gt;.partial</c> until <see cref="Complete"/> joins
/// them; so a killed run can be continued, and the result has the same bytes as that of an uninterrupted run.
/// Safe to call from several threads.
/// </summary>
public sealed class LabelVolumeWriter : IDisposable
{
    private readonly LabelVolumeOptions options;
    private readonly OutputFormat format;
    private readonly VolumeFolder folder;
    private readonly HashSet<int> written = [];
    private readonly HashSet<int> blank = [];
    private readonly Lock gate = new();
    private VolumeHeader? header;
    private bool completed;
    private bool disposed;

    /// <summary>Opens the volume.</summary>
    /// <param name="path">Target, .tif/.tiff or .h5/.hdf5.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, TargetBusy, UnknownFormat, ResumeMismatch.</exception>
    public LabelVolumeWriter(string path, LabelVolumeOptions? options = null)
    {
        this.options = options ?? LabelVolumeOptions.Default;
        format = OutputFormats.Of(path, OutputFormat.Tiff, OutputFormat.Hdf);
        Target = Path.GetFullPath(path);
        if (!this.options.Overwrite && File.Exists(Target))
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected no file at '{Target}', found one.", "Use -Force to replace it.");
        }

        folder = VolumeFolder.Open(Target);
        try
        {
            Start();
        }
        catch (Exception e)
        {
            folder.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw VolumeFolder.NotWritable(Target, e);
            }

            throw;
        }
    }

    /// <summary>Full path of the file that <see cref="Complete"/> makes.</summary>
    public string Target { get; }

    /// <summary>Number of slices that are there, blank ones included.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return written.Count + blank.Count;
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
                return [.. blank.Order()];
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
                int slice = 0;
                while (written.Contains(slice) || blank.Contains(slice))
                {
                    slice++;
                }

                return slice;
            }
        }
    }

    /// <summary>Whether a slice is there, from this run or from the one being continued; blank slices of an earlier run are not.</summary>
    public bool Contains(int slice)
    {
        lock (gate)
        {
            return written.Contains(slice) || blank.Contains(slice);
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
            LabelRaster raster = Adopt(labels);
            TiffImageSpec page = LabelWriter.Page(raster, null);
            int strips = ((page.Height - 1) / page.RowsPerStrip) + 1;
            var encoded = new byte[strips][];
            Parallel.For(0, strips, i => encoded[i] = TiffFileWriter.Encode(page, i * page.RowsPerStrip, Math.Min(page.RowsPerStrip, page.Height - (i * page.RowsPerStrip))));
            Writing(() =>
            {
                SliceFile.Write(folder.SlicePath(slice), encoded);
                File.Delete(folder.BlankPath(slice));
            });
            blank.Remove(slice);
            written.Add(slice);
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
            Writing(() =>
            {
                File.WriteAllBytes(folder.BlankPath(slice), []);
                File.Delete(folder.SlicePath(slice));
            });
            written.Remove(slice);
            blank.Add(slice);
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
            int count = options.SliceCount ?? (written.Count + blank.Count);
            int[] missing = [.. Enumerable.Range(0, count).Where(s => !written.Contains(s) && !blank.Contains(s)).Take(10)];
            if (header is null || missing.Length > 0 || written.Count + blank.Count != count)
            {
                string found = header is null ? "no slice with labels" : missing.Length > 0 ? $"no slice {string.Join(", ", missing)}" : $"{written.Count + blank.Count} slices";
                throw new SegException("VolumeIncomplete", SegErrorKind.InvalidState, $"Expected slices 0 to {count - 1} for '{Target}', found {found}.", "Write the missing slices, or mark them as blank.");
            }

            AtomicFile.Write(Target, options.Overwrite, stream =>
            {
                if (format == OutputFormat.Tiff)
                {
                    JoinTiff(stream, count, cancellation);
                }
                else
                {
                    JoinHdf(stream, count, cancellation);
                }
            });
            completed = true;
            folder.Delete();
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
            if (!completed && (!options.Resume || written.Count == 0))
            {
                folder.Delete();
            }

            folder.Dispose();
        }
    }

    private void Start()
    {
        VolumeHeader? earlier = options.Resume ? folder.ReadHeader() : null;
        bool same = earlier is not null && (options.Fingerprint is null || options.Fingerprint == earlier.Fingerprint);
        if (earlier is not null && !same && !options.Overwrite)
        {
            throw new SegException(
                "ResumeMismatch",
                SegErrorKind.InvalidState,
                $"Expected to continue a run with the same images, model and configuration, found the remainder of another one in '{folder.Path}'.", "Remove that folder, or use -Force to start again.");
        }

        if (!same)
        {
            folder.Clear();
            return;
        }

        header = earlier;
        written.UnionWith(folder.Finished());
    }

    private LabelRaster Adopt(SegLabels labels)
    {
        if (header is null)
        {
            var first = LabelRaster.Of(labels);
            if (format == OutputFormat.Hdf && first.Type.Samples != 1)
            {
                throw new SegException("UnsupportedLabels", SegErrorKind.NotSupported, $"Expected indexed labels for an HDF5 volume, found colours for '{Target}'.", "Write a TIFF volume.");
            }

            header = new VolumeHeader(options.Fingerprint, labels.Height, labels.Width, first.Type.Bits, first.Type.Samples, first.Type.IsSigned, labels.PixelSize);
            Writing(() => folder.WriteHeader(header));
            return first;
        }

        if (labels.Height != header.Height || labels.Width != header.Width)
        {
            throw new SegException("VolumeShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected every slice of '{Target}' to have {header.Height} x {header.Width} pixels, found {labels.Shape} from {labels.Source}.");
        }

        return LabelRaster.Of(labels, header.Type);
    }

    private void JoinTiff(Stream stream, int count, CancellationToken cancellation)
    {
        var writer = new TiffFileWriter(stream, big: true);
        for (int slice = 0; slice < count; slice++)
        {
            cancellation.ThrowIfCancellationRequested();
            TiffImageSpec page = PageOf(slice);
            writer.WriteCompressedPage(page, Strips(slice, page));
        }
    }

    private void JoinHdf(Stream stream, int count, CancellationToken cancellation)
    {
        switch (header!.Bits)
        {
            case 8: JoinHdf<byte>(stream, count, cancellation); break;
            case 16 when header.IsSigned: JoinHdf<short>(stream, count, cancellation); break;
            case 16: JoinHdf<ushort>(stream, count, cancellation); break;
            default:
                if (header.IsSigned)
                {
                    JoinHdf<int>(stream, count, cancellation);
                }
                else
                {
                    JoinHdf<uint>(stream, count, cancellation);
                }

                break;
        }
    }

    private void JoinHdf<T>(Stream stream, int count, CancellationToken cancellation)
        where T : unmanaged
    {
        using var output = new HdfOutput<T>(stream, options.Dataset, [(ulong)count, (ulong)header!.Height, (ulong)header.Width], HdfProvenance.Attributes(options.Provenance));
        for (int slice = 0; slice < count; slice++)
        {
            TiffImageSpec page = PageOf(slice);
            using var raw = new MemoryStream();
            foreach (byte[] strip in Strips(slice, page))
            {
                cancellation.ThrowIfCancellationRequested();
                using var inflater = new ZLibStream(new MemoryStream(strip, writable: false), CompressionMode.Decompress);
                inflater.CopyTo(raw);
            }

            byte[] samples = raw.GetBuffer();
            output.WriteSlice(slice, (row, rows, target) => samples.AsSpan(row * page.RowBytes, rows * page.RowBytes).CopyTo(MemoryMarshal.AsBytes(target.AsSpan())), cancellation);
        }
    }

    /// <summary>The page of a slice; its rows are all 0, which is what a blank slice holds.</summary>
    private TiffImageSpec PageOf(int slice) => new()
    {
        Height = header!.Height,
        Width = header.Width,
        Bits = header.Bits,
        Samples = header.Samples,
        SampleFormat = header.IsSigned ? 2 : 1,
        PixelSize = header.PixelSize,
        Description = slice == 0 ? ProvenanceText.Describe(header.PixelSize?.Description, options.Provenance) : null,
        Rows = (_, _, target) => target.Clear(),
    };

    private IEnumerable<byte[]> Strips(int slice, TiffImageSpec page)
    {
        if (written.Contains(slice))
        {
            return SliceFile.Read(folder.SlicePath(slice))
                ?? throw new SegException("VolumeIncomplete", SegErrorKind.InvalidState, $"Expected slice {slice} of '{Target}' to be whole, found it damaged in '{folder.Path}'.", "Run again with -Resume.");
        }

        return Enumerable.Range(0, ((page.Height - 1) / page.RowsPerStrip) + 1)
            .Select(i => TiffFileWriter.Encode(page, i * page.RowsPerStrip, Math.Min(page.RowsPerStrip, page.Height - (i * page.RowsPerStrip))));
    }

    private void Writing(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VolumeFolder.NotWritable(Target, e);
        }
    }

    private void RequireOpen() => ObjectDisposedException.ThrowIf(disposed || completed, this);
}
