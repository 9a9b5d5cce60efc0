using System.Globalization;
using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.Jobs.Plans;

/// <summary>Extra channels that a job reads beside its slices.</summary>
/// <param name="Input">The file; its slices, or its one slice.</param>
/// <param name="EverySlice">Whether the one image joins every slice; else slice z joins slice z.</param>
internal sealed record JobExtra(JobInput Input, bool EverySlice)
{
    /// <summary>An image that joins every slice.</summary>
    /// <exception cref="SegException">ExtraNotFromFile.</exception>
    public static JobExtra Of(SegImage image)
        => new(InputOf(image.Source, image.Source.SliceIndex is int slice ? slice.ToString(CultureInfo.InvariantCulture) : null, count: 1), EverySlice: true);

    /// <summary>A volume whose slices join those of the job.</summary>
    /// <exception cref="SegException">ExtraNotFromFile.</exception>
    public static JobExtra Of(SegVolume volume) => new(InputOf(volume.Source, volume.Source.Reading?.Slices, volume.Depth), EverySlice: false);

    /// <summary>Refuses an image that the file does not give, so that no machine computes from another one.</summary>
    /// <param name="given">The image, or the first slice of the volume.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">ExtraNotAsRead; what opening and reading the file throws.</exception>
    public void RequireSame(SegImage given, CancellationToken cancellation)
    {
        using ImageVolume file = Input.Open(cancellation);
        SegImage found = file.ReadSlice(file.Selected[0]);
        bool same = found.Height == given.Height && found.Width == given.Width && found.PixelType == given.PixelType && found.Channels == given.Channels
            && Enumerable.Range(0, found.Channels).All(c => found.SampleBytes(c).SequenceEqual(given.SampleBytes(c)));
        if (!same)
        {
            throw new SegException("ExtraNotAsRead", SegErrorKind.InvalidArgument, $"Expected extra channels as '{Input.Path}' holds them, found others of {given.Shape} {given.PixelType}.", "Write what was made of them with Export-SegImage, and import that.");
        }
    }

    private static JobInput InputOf(ImageSource source, string? slices, int count)
        => source.Path is string path
            ? new JobInput(path, source.Dataset, slices, source.Reading?.Axis, source.Reading?.ChannelAxis, source.Reading?.Level, First: 0, count, FileStamp.Unknown)
            : throw new SegException("ExtraNotFromFile", SegErrorKind.InvalidArgument, "Expected extra channels read from files, which every machine can read again, found some made in memory.", "Write them with Export-SegImage, and import that.");
}
