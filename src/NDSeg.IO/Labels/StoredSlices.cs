using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO.Tiff;

namespace NDSeg.IO.Labels;

/// <summary>The slices in the working folder of a volume; those without a file are blank, which is 0 everywhere.</summary>
internal sealed class StoredSlices(string target, VolumeFolder folder, VolumeHeader header, int count, IReadOnlySet<int> written) : FinishedSlices
{
    public override int Count => count;

    public override int Height => header.Height;

    public override int Width => header.Width;

    public override LabelSampleType Type => header.Type;

    public override PixelSize? PixelSize => header.PixelSize;

    public override PixelSize? PixelSizeOf(int slice) => header.OwnPixelSizes.GetValueOrDefault(slice, header.PixelSize!);

    public override IReadOnlyDictionary<long, RgbColor> Colors { get; } = DistinctColors.Of(header.Colors.ToDictionary(c => c.Key, c => RgbColor.Parse(c.Value)));

    public override long StoredBytes
        => written.Sum(folder.SliceLength) + ((count - written.Count) * BlankStrips().Sum(strip => (long)strip.Length));

    public override IEnumerable<byte[]> Strips(int slice)
    {
        if (written.Contains(slice))
        {
            return SliceFile.Read(folder.SlicePath(slice))
                ?? throw new SegException("VolumeIncomplete", SegErrorKind.InvalidState, $"Expected slice {slice} of '{target}' to be whole, found it damaged in '{folder.Path}'.", "Run again with -Resume.");
        }

        return BlankStrips();
    }

    private IEnumerable<byte[]> BlankStrips()
    {
        TiffImageSpec page = TiffImageSpec.OfSlice(Height, Width, Type, PixelSize);
        return Enumerable.Range(0, page.StripCount).Select(i => TiffFileWriter.Encode(page, i));
    }
}
