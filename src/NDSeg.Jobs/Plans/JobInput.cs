using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;

namespace NDSeg.Jobs.Plans;

/// <summary>One file whose slices a job labels.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Dataset">HDF5 dataset; null for the only one, and in other formats.</param>
/// <param name="Slices">The ranges of slices that are read, such as <c>0-9,20</c>; null for all.</param>
/// <param name="Axis">The axis that counts slices, or null.</param>
/// <param name="ChannelAxis">The axis that counts channels, or null.</param>
/// <param name="Level">The resolution that is read, or null.</param>
/// <param name="First">Where its first slice stands in the volume that the job makes.</param>
/// <param name="Count">Number of slices that are read.</param>
/// <param name="Stamp">Size, time and hashes at the time of planning.</param>
internal sealed record JobInput(string Path, string? Dataset, string? Slices, int? Axis, int? ChannelAxis, int? Level, int First, int Count, FileStamp Stamp)
{
    /// <summary>Opens the file as it was planned.</summary>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">What <see cref="ImageReader.Open"/> throws; InputChanged where it no longer has as many slices.</exception>
    public ImageVolume Open(CancellationToken cancellation)
    {
        ImageVolume volume = ImageReader.Open(Path, Options(), cancellation);
        if (volume.Selected.Count == Count)
        {
            return volume;
        }

        int found = volume.Selected.Count;
        volume.Dispose();
        throw new SegException("InputChanged", SegErrorKind.InvalidState, $"Expected {Count} slices in '{Path}' as the job was planned, found {found}.", "Bring the file back, or plan the job again with New-SegJob -Force.");
    }

    /// <summary>How the file is read.</summary>
    public ImageReadOptions Options() => new()
    {
        Dataset = Dataset,
        Axis = Axis,
        ChannelAxis = ChannelAxis,
        Level = Level,
        Slices = Slices is null ? null : SliceRange.ParseList(Slices),
    };

    /// <summary>The source that slices of this file have in a pipeline, with the hash that was planned with.</summary>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">What <see cref="Open"/> throws.</exception>
    public ImageSource Source(CancellationToken cancellation)
    {
        using ImageVolume volume = Open(cancellation);
        bool chosen = volume.Info.SliceCount > 1 || Axis is not null || ChannelAxis is not null || Level is not null;
        return volume.SourceOf(volume.Selected[0]) with
        {
            Reading = chosen ? new SourceReading(Slices, Axis, ChannelAxis) { Level = Level } : null,
            Content = new PlannedContent(Stamp.Sha256),
        };
    }
}
