using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO;

/// <summary>Opens the slices of a file as one volume in three dimensions, which reads them when they are asked for.</summary>
public static class VolumeReader
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="options">What to read: <see cref="ImageReadOptions.Slices"/> must follow one another; null reads everything.</param>
    /// <param name="voxelSize">Distances between voxels; null takes what the file says.</param>
    /// <param name="reading">How the file was asked for, to be noted with every slice; null where nothing was chosen.</param>
    /// <param name="finished">Places that an interrupted run which is being continued has finished; null for none.</param>
    /// <returns>The volume; it owns the open file.</returns>
    /// <exception cref="SegException">Those of <see cref="ImageReader.Read"/>; SlicesNotConsecutive; InvalidVoxelSize.</exception>
    public static SegVolume Open(
        string path, ImageReadOptions? options = null, VoxelSize? voxelSize = null, SourceReading? reading = null, IReadOnlyList<int>? finished = null)
    {
        ImageVolume file = ImageReader.Open(path, options, CancellationToken.None);
        try
        {
            ImageProbe info = file.Info;
            int first = FirstOf(file);
            SegImage Read(int place)
            {
                SegImage image = file.ReadSlice(first + place);
                return image.From(image.Source with { Reading = reading }, series: null);
            }

            var source = new ImageSource(info.Path, info.Dataset, SliceCount: file.Selected.Count) { Content = file.Content, Reading = reading };
            return new SegVolume(file.Selected.Count, info.Height, info.Width, info.PixelType, SegImage.NamesOf(info.Channels), Read, source, voxelSize ?? info.VoxelSize, file)
            {
                FirstSlice = first,
                Finished = [.. (finished ?? []).Where(place => place < file.Selected.Count)],
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes one volume of files of one slice each, in the order given; every file is opened when its slice is read.</summary>
    /// <param name="paths">Files, at least one.</param>
    /// <param name="options">What to read of every file; null reads everything.</param>
    /// <param name="voxelSize">Distances between voxels; null takes what the first file says.</param>
    /// <param name="finished">Places that an interrupted run which is being continued has finished; null for none.</param>
    /// <param name="cancellation">Ends the look at the heads of the files early.</param>
    /// <exception cref="SegException">Those of <see cref="ImageReader.Read"/> for the first file; SliceShapeMismatch, from the heads of the others; InvalidVoxelSize.</exception>
    public static SegVolume OpenFiles(IReadOnlyList<string> paths, ImageReadOptions? options = null, VoxelSize? voxelSize = null, IReadOnlyList<int>? finished = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] files = [.. paths];
        ImageProbe info = ImageReader.Probe(files[0], options, cancellation);
        foreach (string file in files.Skip(1))
        {
            RequireLike(info, file, options, cancellation);
        }

        var source = new ImageSource(files.Length == 1 ? info.Path : Path.GetDirectoryName(info.Path), SliceCount: files.Length);

        // Their place in the volume is what slices are known by: an export puts those of one source into one file.
        // They are read long after this has returned, under no token of it.
        SegImage Read(int place) => ImageReader.Read(files[place], options, CancellationToken.None).First().From(source with { SliceIndex = place }, series: null);
        return new SegVolume(files.Length, info.Height, info.Width, info.PixelType, SegImage.NamesOf(info.Channels), Read, source, voxelSize ?? info.VoxelSize)
        {
            Finished = [.. (finished ?? []).Where(place => place < files.Length)],
        };
    }

    // A file that cannot be read at all is named when its slice is: the others are worked on.
    private static void RequireLike(ImageProbe first, string path, ImageReadOptions? options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ImageProbe info;
        try
        {
            info = ImageReader.Probe(path, options, cancellation);
        }
        catch (SegException)
        {
            return;
        }

        if (info.Height != first.Height || info.Width != first.Width || info.Channels != first.Channels || info.PixelType != first.PixelType)
        {
            throw new SegException(
                "SliceShapeMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected files of {first.Height} x {first.Width} x {first.Channels} {first.PixelType} as in '{first.Path}', found {info.Height} x {info.Width} x {info.Channels} {info.PixelType} in '{info.Path}'.",
                "Make a volume of files of one size and type.");
        }
    }

    /// <summary>The first slice of those that are asked for.</summary>
    /// <exception cref="SegException">SlicesNotConsecutive.</exception>
    internal static int FirstOf(ImageVolume file)
    {
        int first = file.Selected[0];
        int expected = first;
        foreach (int slice in file.Selected)
        {
            if (slice != expected++)
            {
                throw new SegException(
                    "SlicesNotConsecutive",
                    SegErrorKind.InvalidArgument,
                    $"Expected slices that follow one another, found slice {slice} after slice {expected - 2} of '{file.Info.Path}'.",
                    "Give one range, such as -Slice 10-99: a volume has neighbours.");
            }
        }

        return first;
    }
}
