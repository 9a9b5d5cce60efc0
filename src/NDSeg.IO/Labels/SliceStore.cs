using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Tiff;

namespace NDSeg.IO.Labels;

/// <summary>
/// The slices of a label volume while it is written: compressed files in the folder <c>&lt;target&gt;.partial</c>, empty
/// ones for blank slices, and a header that all share. Not for several threads at once.
/// </summary>
internal sealed class SliceStore : IVolumeStore
{
    private readonly string target;
    private readonly bool overwrite;
    private readonly string? fingerprint;
    private readonly PixelSize? pixelSize;
    private readonly ILabelVolumeFormat format;
    private readonly VolumeFolder folder;
    private readonly HashSet<int> written = [];
    private readonly HashSet<int> blank = [];
    private VolumeHeader? header;

    private SliceStore(string target, LabelVolumeOptions options, ILabelVolumeFormat format, VolumeFolder folder)
    {
        this.target = target;
        overwrite = options.Overwrite;
        fingerprint = options.Fingerprint;
        pixelSize = options.PixelSize;
        this.format = format;
        this.folder = folder;
    }

    /// <summary>Slices that are there, blank ones included.</summary>
    public int Count => written.Count + blank.Count;

    /// <summary>Whether any slice holds labels.</summary>
    public bool HasLabels => written.Count > 0;

    /// <summary>The blank slices, in order.</summary>
    public IReadOnlyList<int> Blank => [.. blank.Order()];

    /// <summary>Takes a working folder of a target, with what an earlier run left in it or empty.</summary>
    /// <exception cref="SegException">TargetBusy, TargetNotWritable, ResumeMismatch.</exception>
    public static SliceStore Open(string target, string path, LabelVolumeOptions options, ILabelVolumeFormat format)
    {
        if (options.Shared)
        {
            throw new SegException("NotShared", SegErrorKind.NotSupported, $"Expected a format that several processes can write, found '{target}'.", "Write a .zarr volume, or one file per process.");
        }

        var folder = VolumeFolder.Open(target, path);
        try
        {
            var store = new SliceStore(target, options, format, folder);
            store.Start(options);
            return store;
        }
        catch (Exception e)
        {
            folder.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw VolumeFolder.NotWritable(target, e);
            }

            throw;
        }
    }

    public bool Contains(int slice) => written.Contains(slice) || blank.Contains(slice);

    /// <summary>The first slice that is not there.</summary>
    public int Next()
    {
        int slice = 0;
        while (Contains(slice))
        {
            slice++;
        }

        return slice;
    }

    /// <summary>Keeps a slice.</summary>
    /// <exception cref="SegException">VolumeShapeMismatch, LabelValueOutOfRange, TargetNotWritable, and what the format refuses.</exception>
    public void Write(int slice, SegLabels labels)
    {
        LabelRaster raster = Adopt(labels);
        LearnPixelSize(slice, labels.PixelSize);
        TiffImageSpec page = TiffImageSpec.Of(raster, provenance: null);
        var encoded = new byte[page.StripCount][];
        Parallel.For(0, encoded.Length, i => encoded[i] = TiffFileWriter.Encode(page, i));
        Writing(() => folder.WriteSlice(slice, encoded));
        blank.Remove(slice);
        written.Add(slice);
    }

    /// <summary>Marks a slice as one that could not be computed.</summary>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public void WriteBlank(int slice)
    {
        Writing(() => folder.WriteBlank(slice));
        written.Remove(slice);
        blank.Add(slice);
    }

    public void Remove(int slice)
    {
        Writing(() => File.Delete(folder.SlicePath(slice)));
        written.Remove(slice);
    }

    public void Complete(LabelVolumeOptions options, CancellationToken cancellation)
    {
        format.Write(new OutputTarget(target, overwrite), Finish(options.SliceCount), options, cancellation);
        Delete();
    }

    private StoredSlices Finish(int? count)
    {
        int expected = count ?? Count;
        int[] missing = [.. Enumerable.Range(0, expected).Where(s => !Contains(s)).Take(10)];
        if (header is null || missing.Length > 0 || Count != expected)
        {
            string found = header is null ? "no slice with labels" : missing.Length > 0 ? $"no slice {string.Join(", ", missing)}" : $"{Count} slices";
            throw new SegException("VolumeIncomplete", SegErrorKind.InvalidState, $"Expected slices 0 to {expected - 1} for '{target}', found {found}.", "Write the missing slices, or mark them as blank.");
        }

        return new StoredSlices(target, folder, header, expected, written);
    }

    /// <summary>Removes the folder.</summary>
    public void Delete() => folder.Delete();

    /// <summary>Lets the folder go; what is in it stays.</summary>
    public void Dispose() => folder.Dispose();

    private void Start(LabelVolumeOptions options)
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
        written.UnionWith(folder.TakeOver());
    }

    private LabelRaster Adopt(SegLabels labels)
    {
        LabelSampleType needed = LabelSampleType.For(labels.Classes, labels.Encoding);
        if (header is null)
        {
            format.Require(needed, target);
            header = new VolumeHeader(fingerprint, labels.Height, labels.Width, needed.Bits, needed.Samples, needed.IsSigned, pixelSize ?? labels.PixelSize);
            Writing(() => folder.WriteHeader(header));
        }

        if (labels.Height != header.Height || labels.Width != header.Width)
        {
            throw new SegException("VolumeShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected every slice of '{target}' to have {header.Height} x {header.Width} pixels, found {labels.Shape} from {labels.Source}.");
        }

        if (needed.Samples == 1 && header.Samples == 1 && !labels.Classes.All(c => header.Type.Holds(c.Value)))
        {
            LabelSampleType wider = LabelSampleType.For([.. header.Colors.Keys, .. labels.Classes.Select(c => c.Value)], labels.Encoding);
            format.Require(wider, target);
            Widen(wider);
        }

        Learn(labels.Classes);
        return LabelRaster.Of(labels, header.Type);
    }

    /// <summary>Slices that were cut from many files may need more bits than the first of them.</summary>
    private void Widen(LabelSampleType type)
    {
        VolumeHeader narrow = header!;
        header = narrow with { Bits = type.Bits, IsSigned = type.IsSigned };
        var before = new StoredSlices(target, folder, narrow, Count, written);
        TiffImageSpec page = TiffImageSpec.OfSlice(header.Height, header.Width, type, header.PixelSize);
        Writing(() =>
        {
            // Without a header nobody continues a mixture of both types if this run ends here.
            folder.DeleteHeader();
            foreach (int slice in written)
            {
                byte[] samples = narrow.Type.Widen(before.Samples(slice, CancellationToken.None).AsSpan(0, page.Height * page.Width * narrow.Type.BytesPerPixel), type);
                TiffImageSpec whole = page with { Rows = (row, rows, rowTarget) => samples.AsSpan(row * page.RowBytes, rows * page.RowBytes).CopyTo(rowTarget) };
                folder.WriteSlice(slice, [.. Enumerable.Range(0, page.StripCount).Select(i => TiffFileWriter.Encode(whole, i))]);
            }

            folder.WriteHeader(header);
        });
    }

    private void Learn(IReadOnlyList<SegClass> classes)
    {
        if (header!.Learn(classes))
        {
            Writing(() => folder.WriteHeader(header));
        }
    }

    private void LearnPixelSize(int slice, PixelSize? size)
    {
        if (size is not null && size != header!.OwnPixelSizes.GetValueOrDefault(slice, header.PixelSize!))
        {
            header.OwnPixelSizes[slice] = size;
            Writing(() => folder.WriteHeader(header));
        }
    }

    private void Writing(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VolumeFolder.NotWritable(target, e);
        }
    }
}
