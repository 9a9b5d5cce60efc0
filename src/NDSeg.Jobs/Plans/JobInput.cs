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
    /// <summary>What counts of a folder, by paths in it; null for a file, and where everything counts.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>The other files it draws on; null for none.</summary>
    public IReadOnlyList<JobSource>? Sources { get; init; }

    /// <summary>Takes the stamps of the file and of those it draws on.</summary>
    /// <param name="whole">Whether every byte is hashed.</param>
    /// <param name="cancellation">Ends the hashing early.</param>
    /// <exception cref="SegException">FileNotFound; FileNotReadable; what <see cref="Open"/> throws.</exception>
    public JobInput Stamped(bool whole, CancellationToken cancellation)
    {
        using ImageVolume volume = Open(cancellation);
        IReadOnlyList<string> sources = volume.SourceFiles;
        return this with
        {
            Members = volume.Members,
            Stamp = FileStamp.Of(Path, whole, cancellation, volume.Members),
            Sources = sources.Count == 0 ? null : [.. sources.Select(s => new JobSource(s, FileStamp.Of(s, whole, cancellation)))],
        };
    }

    /// <summary>Refuses an input that is no longer the one that was planned with.</summary>
    /// <param name="cancellation">Ends the hashing early.</param>
    /// <exception cref="SegException">InputChanged; FileNotFound; FileNotReadable.</exception>
    public void Require(CancellationToken cancellation)
    {
        Stamp.Require(Path, cancellation, Members);
        foreach (JobSource source in Sources ?? [])
        {
            source.Require(cancellation);
        }
    }

    /// <summary>Opens the file as it was planned.</summary>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">What <see cref="ImageReader.Open"/> throws; InputChanged where it no longer has as many slices, or draws on other files.</exception>
    public ImageVolume Open(CancellationToken cancellation)
    {
        ImageVolume volume = ImageReader.Open(Path, Options(), cancellation);
        string? found = volume.Selected.Count != Count ? $"{volume.Selected.Count}"
            : Stamp != FileStamp.Unknown && !volume.SourceFiles.SequenceEqual((Sources ?? []).Select(s => s.Path)) ? "them in other files than then"
            : null;
        if (found is null)
        {
            return volume;
        }

        volume.Dispose();
        throw new SegException("InputChanged", SegErrorKind.InvalidState, $"Expected {Count} slices in '{Path}' as the job was planned, found {found}.", "Bring the file back, or plan the job again with New-SegJob -Force.");
    }

    /// <summary>The number that a slice has in the file; null where the file has one only.</summary>
    /// <param name="place">Its place among the slices that are read, from 0.</param>
    public int? SliceAt(int place)
    {
        if (Slices is null)
        {
            return Count == 1 ? null : place;
        }

        IReadOnlyList<SliceRange> ranges = SliceRange.ParseList(Slices);
        int end = LastSlice(ranges);
        foreach (SliceRange range in ranges)
        {
            int first = range.First ?? 0;
            int length = (range.Last ?? end) - first + 1;
            if (place < length)
            {
                return first + place;
            }

            place -= length;
        }

        return null;
    }

    // Where ranges without an end come to theirs follows from the number of slices: the file need not be opened for it.
    private int LastSlice(IReadOnlyList<SliceRange> ranges)
    {
        int open = ranges.Count(r => r.Last is null);
        long others = ranges.Sum(r => r.Last is int last ? last - (r.First ?? 0) + 1L : 0);
        long firsts = ranges.Sum(r => r.Last is null ? (long)(r.First ?? 0) : 0);
        return open == 0 ? 0 : (int)(((Count - others + firsts) / open) - 1);
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
