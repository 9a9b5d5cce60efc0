using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Tiff;

namespace NDSeg.IO.Labels;

/// <summary>The slices of a volume whose parts are in several working folders; those of no folder are blank, which is 0 everywhere.</summary>
internal sealed class PartSlices : FinishedSlices
{
    private readonly string target;
    private readonly IReadOnlyList<string?> folders;
    private readonly VolumeHeader header;
    private readonly Dictionary<string, VolumeHeader> headers;

    private PartSlices(string target, IReadOnlyList<string?> folders, VolumeHeader header, Dictionary<string, VolumeHeader> headers, SortedDictionary<long, string> colors)
    {
        this.target = target;
        this.folders = folders;
        this.header = header;
        this.headers = headers;
        Colors = DistinctColors.Of(colors.ToDictionary(c => c.Key, c => RgbColor.Parse(c.Value)));
    }

    public override int Count => folders.Count;

    public override int Height => header.Height;

    public override int Width => header.Width;

    public override LabelSampleType Type => header.Type;

    public override PixelSize? PixelSize => header.PixelSize;

    // A part took note of the slices that differ from the first one of its own.
    public override PixelSize? PixelSizeOf(int slice)
        => folders[slice] is string folder ? headers[folder].OwnPixelSizes.GetValueOrDefault(slice, (headers[folder].PixelSize ?? header.PixelSize)!) : header.PixelSize;

    public override IReadOnlyDictionary<long, RgbColor> Colors { get; }

    public override long StoredBytes
    {
        get
        {
            long blank = folders.Contains(null) ? BlankStrips().Sum(strip => (long)strip.Length) : 0;
            return folders.Select((folder, slice) => folder is null ? blank : new FileInfo(VolumeFolder.SlicePath(folder, slice)).Length).Sum();
        }
    }

    /// <summary>Reads what the folders say of their slices.</summary>
    /// <param name="target">The volume, for messages.</param>
    /// <param name="folders">The folder of each slice, or null.</param>
    /// <exception cref="SegException">VolumeIncomplete, VolumeShapeMismatch.</exception>
    public static PartSlices Open(string target, IReadOnlyList<string?> folders)
    {
        VolumeHeader? first = null;
        var headers = new Dictionary<string, VolumeHeader>();
        var colors = new SortedDictionary<long, string>();
        foreach (string folder in folders.OfType<string>().Distinct())
        {
            VolumeHeader header = VolumeFolder.ReadHeader(folder)
                ?? throw new SegException("VolumeIncomplete", SegErrorKind.InvalidState, $"Expected finished slices of '{target}' in '{folder}', found none.", "Compute this part again.");
            first ??= header;
            headers.Add(folder, header);
            if (header.Height != first.Height || header.Width != first.Width || header.Type != first.Type)
            {
                throw new SegException("VolumeShapeMismatch", SegErrorKind.ShapeMismatch, $"Expected every slice of '{target}' to have {first.Height} x {first.Width} pixels of {first.Bits} bits, found {header.Height} x {header.Width} of {header.Bits} bits in '{folder}'.");
            }

            foreach ((long value, string color) in header.Colors)
            {
                colors.TryAdd(value, color);
            }
        }

        return new PartSlices(
            target,
            folders,
            first ?? throw new SegException("VolumeIncomplete", SegErrorKind.InvalidState, $"Expected slices with labels for '{target}', found none."),
            headers,
            colors);
    }

    public override IEnumerable<byte[]> Strips(int slice)
    {
        if (folders[slice] is not string folder)
        {
            return BlankStrips();
        }

        string file = VolumeFolder.SlicePath(folder, slice);
        return (File.Exists(file) ? SliceFile.Read(file) : null)
            ?? throw new SegException("VolumeIncomplete", SegErrorKind.InvalidState, $"Expected slice {slice} of '{target}' to be whole, found it damaged or missing: '{file}'.", "Compute its part again.");
    }

    private IEnumerable<byte[]> BlankStrips()
    {
        TiffImageSpec page = TiffImageSpec.OfSlice(Height, Width, Type, PixelSize);
        return Enumerable.Range(0, page.StripCount).Select(i => TiffFileWriter.Encode(page, i));
    }
}
