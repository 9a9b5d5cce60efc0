using NDSeg.Images;
using NDSeg.IO.Files;

namespace NDSeg.IO.Formats;

/// <summary>A file that holds exactly one image.</summary>
internal sealed class FlatVolume : ImageVolume
{
    private readonly ByteSource source;
    private readonly Func<PlaneSet> decode;

    private FlatVolume(ByteSource source, ImageProbe info, IReadOnlyList<int> selected, Func<PlaneSet> decode)
        : base(info, selected)
    {
        this.source = source;
        this.decode = decode;
    }

    public static FlatVolume Open(ByteSource source, ImageReadOptions options, string format, FlatImage image, Func<PlaneSet> decode)
    {
        var stored = new List<StoredAxis> { new('Y', image.Height), new('X', image.Width) };
        if (image.Channels > 1)
        {
            stored.Add(new StoredAxis('C', image.Channels));
        }

        string shape = AxisErrors.Shape(stored);
        if (options.Axis is not null)
        {
            throw AxisErrors.Invalid($"Expected no -Axis for the {format} file '{source.Path}': it holds one image of the shape {shape}.", "Leave -Axis out.");
        }

        if (AxisErrors.Normalize(options.ChannelAxis, stored.Count, "-ChannelAxis", source.Path, shape) is int channel and < 2)
        {
            throw AxisErrors.Invalid($"Expected -ChannelAxis 2 for the {format} file '{source.Path}' of the shape {shape}, found {channel}.", "Leave -ChannelAxis out.");
        }

        var info = new ImageProbe(
            source.Path,
            format,
            Dataset: null,
            [.. stored.Select(a => a.Length)],
            string.Concat(stored.Select(a => a.Letter)),
            image.Height,
            image.Width,
            image.Channels,
            SliceCount: 1,
            image.Type,
            image.PixelSize);
        return new FlatVolume(source, info, SliceSelection.Resolve(options.Slices, 1, source.Path), decode);
    }

    private protected override SegImage ReadCore(int slice)
        => new(Info.Height, Info.Width, Info.PixelType, decode().Planes, SourceOf(slice), channelNames: null, Info.PixelSize);

    private protected override void Close() => source.Dispose();
}
