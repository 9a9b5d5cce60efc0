using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>Which pages make up which slice.</summary>
internal sealed class TiffAxes
{
    private readonly int[] lengths;
    private readonly int channelAxis;

    private TiffAxes(IReadOnlyList<StoredAxis> stored, IReadOnlyList<StoredAxis> pageAxes, int channelAxis)
    {
        Stored = stored;
        lengths = [.. pageAxes.Select(a => a.Length)];
        this.channelAxis = channelAxis;
        PagesPerSlice = channelAxis >= 0 ? lengths[channelAxis] : 1;
        SliceCount = lengths.Aggregate(1, (product, length) => product * length) / PagesPerSlice;
    }

    /// <summary>All axes of the file: pages, rows, columns, samples.</summary>
    public IReadOnlyList<StoredAxis> Stored { get; }

    public int PagesPerSlice { get; }

    public int SliceCount { get; }

    public static TiffAxes Resolve(TiffStack stack, ImageReadOptions options, string path)
    {
        IReadOnlyList<StoredAxis> pageAxes = stack.PageAxes;
        TiffPage page = stack.First;
        var stored = new List<StoredAxis>(pageAxes);
        if (page.IsPlanar)
        {
            stored.Add(new StoredAxis('C', page.Samples));
        }

        stored.Add(new StoredAxis('Y', page.Height));
        stored.Add(new StoredAxis('X', page.Width));
        if (!page.IsPlanar && page.Samples > 1)
        {
            stored.Add(new StoredAxis('C', page.Samples));
        }

        string shape = AxisErrors.Shape(stored);
        int? slices = AxisErrors.Normalize(options.Axis, stored.Count, "-Axis", path, shape);
        int? channels = AxisErrors.Normalize(options.ChannelAxis, stored.Count, "-ChannelAxis", path, shape);
        if (slices is int s && s >= pageAxes.Count)
        {
            throw AxisErrors.Invalid($"Expected -Axis to name an axis of pages in the shape {shape} of '{path}', found axis {s}, which counts {Meaning(stored[s].Letter)}.", "TIFF files are read page by page; leave -Axis out.");
        }

        if (channels is int c && c >= pageAxes.Count && stored[c].Letter != 'C')
        {
            throw AxisErrors.Invalid($"Expected -ChannelAxis to name an axis of pages or samples in the shape {shape} of '{path}', found axis {c}, which counts {Meaning(stored[c].Letter)}.");
        }

        int channelAxis = channels switch
        {
            int given when given < pageAxes.Count => given,
            not null => -1,
            _ => pageAxes.ToList().FindLastIndex(a => a.Letter == 'C'),
        };
        if (slices == channelAxis)
        {
            channelAxis = channels is null ? -1 : throw AxisErrors.Invalid($"Expected two different axes, found -Axis and -ChannelAxis both naming axis {slices} of the shape {shape} of '{path}'.");
        }

        if (slices is not null && pageAxes.Count > (channelAxis >= 0 ? 2 : 1))
        {
            throw AxisErrors.Ambiguous($"Expected -Axis and -ChannelAxis to account for all axes of pages in the shape {shape} ({string.Concat(stored.Select(a => a.Letter))}) of '{path}'.", "Leave -Axis out to read all pages as slices.");
        }

        return new TiffAxes(stored, pageAxes, channelAxis);
    }

    /// <summary>The pages of a slice in channel order.</summary>
    public IEnumerable<int> PagesOf(int slice)
    {
        // Mixed radix: the slice number runs over all page axes but the channels, slowest first.
        int page = 0;
        int stride = 1;
        int channelStride = 0;
        int rest = slice;
        for (int a = lengths.Length - 1; a >= 0; a--)
        {
            if (a == channelAxis)
            {
                channelStride = stride;
            }
            else
            {
                page += rest % lengths[a] * stride;
                rest /= lengths[a];
            }

            stride *= lengths[a];
        }

        for (int c = 0; c < PagesPerSlice; c++)
        {
            yield return page + (c * channelStride);
        }
    }

    private static string Meaning(char letter) => letter switch { 'Y' => "rows", 'X' => "columns", _ => "samples of a pixel" };
}
