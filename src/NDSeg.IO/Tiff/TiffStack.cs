using System.Text.Json;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>The pages of a TIFF file and the axes they are arranged in.</summary>
internal sealed class TiffStack
{
    private readonly ByteSource source;
    private readonly List<long> directories = [];
    private long contiguousBytes;

    private TiffStack(ByteSource source, TiffHeader header, TiffPage first)
    {
        this.source = source;
        Header = header;
        First = first;
    }

    public TiffHeader Header { get; }

    public TiffPage First { get; }

    public int PageCount { get; private set; }

    /// <summary>The axes the pages are counted along, slowest first; their lengths multiply to <see cref="PageCount"/>. Empty for one page.</summary>
    public IReadOnlyList<StoredAxis> PageAxes { get; private set; } = [];

    public static TiffStack Open(ByteSource source, CancellationToken cancellation)
    {
        TiffHeader header = TiffHeader.Read(source);
        var seen = new HashSet<long>();
        TiffStack? stack = null;
        TiffPage? reduced = null;
        long firstOffset = header.FirstDirectory;
        for (long offset = header.FirstDirectory; offset != 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!seen.Add(offset))
            {
                throw FileErrors.Corrupt(source.Path, $"Its list of pages runs in a circle at offset {offset}.");
            }

            TiffDirectory directory = TiffDirectory.Read(source, header, offset);
            var page = new TiffPage(source, header, directory);
            if (page.IsReduced)
            {
                reduced ??= page;
            }
            else
            {
                stack ??= new TiffStack(source, header, page);
                stack.directories.Add(offset);
            }

            offset = directory.Next;
        }

        if (stack is null)
        {
            stack = new TiffStack(source, header, reduced ?? throw FileErrors.Corrupt(source.Path, "It holds no page."));
            stack.directories.Add(firstOffset);
        }

        stack.PageCount = stack.directories.Count;
        stack.ReadDescription();
        return stack;
    }

    /// <summary>A page, and the bytes to add to its offsets.</summary>
    public (TiffPage Page, long Shift) Page(int index)
    {
        if (contiguousBytes > 0)
        {
            return (First, index * contiguousBytes);
        }

        return (index == 0 ? First : new TiffPage(source, Header, TiffDirectory.Read(source, Header, directories[index])), 0);
    }

    private void ReadDescription()
    {
        string? description = First.Description;
        int total = PageCount;
        if (ImageJDescription.Is(description))
        {
            int images = ImageJDescription.Number(description!, "images", 1);
            if (PageCount == 1 && images > 1 && First.Compression == TiffCompression.None)
            {
                total = Contiguous(images);
            }

            PageAxes = Arrange(total, [
                new('T', ImageJDescription.Number(description!, "frames", 1)),
                new('Z', ImageJDescription.Number(description!, "slices", 1)),
                new('C', ImageJDescription.Number(description!, "channels", 1))]);
        }
        else if (description is not null && OmeDescription.TryParse(description, First.Samples) is IReadOnlyList<StoredAxis> axes)
        {
            PageAxes = Arrange(total, axes);
        }
        else
        {
            if (PageCount == 1 && First.Compression == TiffCompression.None && ShapedPages(description) is int pages and > 1)
            {
                total = Contiguous(pages);
            }

            PageAxes = Arrange(total, []);
        }

        PageCount = total;
    }

    /// <summary>ImageJ writes large stacks, and tifffile memory maps, as one directory followed by all images without gaps.</summary>
    private int Contiguous(int images)
    {
        TiffLayout layout = First.Layout(source);
        bool gapless = !layout.IsTiled;
        for (int i = 1; i < layout.Offsets.Length && gapless; i++)
        {
            gapless = layout.Offsets[i] == layout.Offsets[i - 1] + layout.Counts[i - 1];
        }

        long bytes = layout.Counts.Sum();
        if (!gapless || bytes == 0)
        {
            return 1;
        }

        if (layout.Offsets[0] + ((Int128)bytes * images) > source.Length)
        {
            throw FileErrors.Truncated(source.Path, $"Expected {images} images of {bytes} bytes from offset {layout.Offsets[0]}, found a file of {source.Length} bytes.");
        }

        contiguousBytes = bytes;
        return images;
    }

    /// <summary>The number of images that tifffile's <c>{"shape": [5, 67, 91]}</c> announces.</summary>
    private int? ShapedPages(string? description)
    {
        if (description is null || !description.StartsWith("{\"shape\":", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(description);
            Int128 elements = 1;
            foreach (JsonElement length in json.RootElement.GetProperty("shape").EnumerateArray())
            {
                elements *= length.GetInt32();
                if (elements < 0 || elements > long.MaxValue)
                {
                    return null;
                }
            }

            Int128 perPage = (Int128)First.Width * First.Height * First.Samples;
            return elements % perPage == 0 && elements / perPage <= int.MaxValue ? (int)(elements / perPage) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The described axes if they account for all pages, else one axis of pages.</summary>
    private static StoredAxis[] Arrange(int pages, IEnumerable<StoredAxis> described)
    {
        StoredAxis[] axes = [.. described.Where(a => a.Length > 1)];
        Int128 product = 1;
        foreach (StoredAxis axis in axes)
        {
            product *= axis.Length;
        }

        if (product == pages)
        {
            return axes;
        }

        return pages > 1 ? [new StoredAxis('Q', pages)] : [];
    }
}
