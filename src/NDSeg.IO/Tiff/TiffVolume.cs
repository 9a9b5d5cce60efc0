using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>A TIFF file as slices of channels.</summary>
internal sealed class TiffVolume : ImageVolume
{
    private readonly ByteSource source;
    private readonly TiffStack stack;
    private readonly TiffAxes axes;
    private readonly CancellationToken cancellation;

    private TiffVolume(ByteSource source, TiffStack stack, TiffAxes axes, ImageProbe info, IReadOnlyList<int> selected, CancellationToken cancellation)
        : base(info, selected)
    {
        this.source = source;
        this.stack = stack;
        this.axes = axes;
        this.cancellation = cancellation;
    }

    public static TiffVolume Open(ByteSource source, ImageReadOptions options, CancellationToken cancellation)
    {
        TiffStack stack = TiffStack.Open(source, cancellation);
        var axes = TiffAxes.Resolve(stack, options, source.Path);
        TiffPage first = stack.First;
        var info = new ImageProbe(
            source.Path,
            stack.Header.IsBig ? "BigTIFF" : "TIFF",
            Dataset: null,
            [.. axes.Stored.Select(a => a.Length)],
            string.Concat(axes.Stored.Select(a => a.Letter)),
            first.Height,
            first.Width,
            axes.PagesPerSlice * first.Samples,
            axes.SliceCount,
            first.PixelType,
            first.Resolution())
        {
            VoxelSize = TiffVoxels.SizeOf(first),
        };
        return new TiffVolume(source, stack, axes, info, SliceSelection.Resolve(options.Slices, axes.SliceCount, source.Path), cancellation);
    }

    private protected override SegImage ReadCore(int slice)
    {
        var planes = new List<Array>();
        TiffPage? first = null;
        foreach (int index in axes.PagesOf(slice))
        {
            cancellation.ThrowIfCancellationRequested();
            (TiffPage page, long shift) = stack.Page(index);
            first ??= page;
            if (page.Height != first.Height || page.Width != first.Width || page.PixelType != first.PixelType)
            {
                throw FileErrors.Unsupported(
                    Info.Path,
                    $"channels of {first.Height} x {first.Width} {first.PixelType} and {page.Height} x {page.Width} {page.PixelType} samples",
                    "Give -Axis instead of -ChannelAxis to read its pages one by one.");
            }

            planes.AddRange(TiffPageReader.Read(source, page, shift, cancellation).Planes);
        }

        return new SegImage(first!.Height, first.Width, first.PixelType, planes, SourceOf(slice), channelNames: null, SizeOf(first));
    }

    internal override PixelSize? PixelSizeOf(int slice) => SizeOf(stack.Page(axes.PagesOf(slice).First()).Page);

    private PixelSize? SizeOf(TiffPage page) => page.Resolution(Info.PixelSize) ?? Info.PixelSize;

    private protected override void Close() => source.Dispose();
}
