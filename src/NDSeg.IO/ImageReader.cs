using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Formats;

namespace NDSeg.IO;

/// <summary>
/// Reads TIFF, BigTIFF, HDF5, PNG and JPEG files and Zarr folders, told apart by their content. Samples come as stored: no palette is
/// applied, white-is-zero is not inverted, alpha is a channel like the others, bilevel images hold 0 and 1.
/// </summary>
public static class ImageReader
{
    /// <summary>Streams the slices of a file, one image per slice, with memory for one slice at a time.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="options">What to read; null reads everything.</param>
    /// <param name="cancellation">Ends the reading early with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="SegException">
    /// FileNotFound, FileNotReadable, NotAnImage, TruncatedImage, CorruptImage, UnsupportedImage, DatasetNotFound,
    /// AmbiguousDataset, AmbiguousAxes, InvalidAxis, SliceOutOfRange, DatasetNotApplicable, LevelNotApplicable, LevelOutOfRange.
    /// </exception>
    public static IEnumerable<SegImage> Read(string path, ImageReadOptions? options = null, CancellationToken cancellation = default)
    {
        using ImageVolume volume = Open(path, options, cancellation);
        foreach (int slice in volume.Selected)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return volume.ReadSlice(slice);
        }
    }

    /// <summary>Opens a file for reading slices in any order; a damaged slice does not stop the others.</summary>
    /// <inheritdoc cref="Read"/>
    public static ImageVolume Open(string path, ImageReadOptions? options = null, CancellationToken cancellation = default)
        => Open(InputSource.Open(path), options ?? ImageReadOptions.Default, cancellation);

    /// <summary>Shape, type and number of slices, without reading a pixel.</summary>
    /// <inheritdoc cref="Read"/>
    public static ImageProbe Probe(string path, ImageReadOptions? options = null, CancellationToken cancellation = default)
    {
        using ImageVolume volume = Open(path, options, cancellation);
        return volume.Info;
    }

    /// <summary>Every dataset of a file of a format with datasets, in the order of their names.</summary>
    /// <param name="path">HDF5 file or Zarr folder.</param>
    /// <param name="cancellation">Ends a long search.</param>
    /// <exception cref="SegException">FileNotFound, FileNotReadable, NotAnImage, TruncatedImage, CorruptImage, UnsupportedImage.</exception>
    public static IReadOnlyList<DatasetInfo> ListDatasets(string path, CancellationToken cancellation = default)
    {
        using var input = InputSource.Open(path);
        FileFormat format = FileFormats.Detect(input);
        return format.HasDatasets
            ? FileErrors.Guard(input.Path, () => format.ListDatasets(input, cancellation))
            : throw FileFormats.NotAnImage(input.Path, "a file of a format without datasets");
    }

    /// <summary>The resolutions of an image, the full one first; none where the format has one only.</summary>
    /// <param name="path">Zarr folder.</param>
    /// <param name="dataset">Path of the image in it; null takes the only one.</param>
    /// <param name="forLabels">Whether its labels are meant.</param>
    /// <param name="cancellation">Ends a long search.</param>
    /// <exception cref="SegException">FileNotFound, FileNotReadable, NotAnImage, CorruptImage, UnsupportedImage, DatasetNotFound, AmbiguousDataset.</exception>
    public static IReadOnlyList<DatasetInfo> ListLevels(string path, string? dataset = null, bool forLabels = false, CancellationToken cancellation = default)
    {
        using var input = InputSource.Open(path);
        FileFormat format = FileFormats.Detect(input);
        return format.HasLevels ? FileErrors.Guard(input.Path, () => format.ListLevels(input, dataset, forLabels, cancellation)) : [];
    }

    /// <summary>Opens the volume of an input, which it then owns.</summary>
    /// <param name="input">The input.</param>
    /// <param name="options">What to read.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <param name="allowLong">Whether a dataset of 64-bit integers is accepted, for labels.</param>
    internal static ImageVolume Open(InputSource input, ImageReadOptions options, CancellationToken cancellation, bool allowLong = false)
    {
        try
        {
            FileFormat format = FileFormats.Detect(input);
            if (options.Dataset is not null && !format.HasDatasets)
            {
                throw new SegException("DatasetNotApplicable", SegErrorKind.InvalidArgument, $"Expected an HDF5 file or a Zarr folder to look for dataset '{options.Dataset}' in, found a {format.Name} file '{input.Path}'.", "Leave -Dataset out.");
            }

            if (options.Level is int level && !format.HasLevels)
            {
                throw new SegException("LevelNotApplicable", SegErrorKind.InvalidArgument, $"Expected an image of several resolutions for level {level}, found a {format.Name} file '{input.Path}'.", "Leave -Level out.");
            }

            ImageVolume volume = FileErrors.Guard(input.Path, () => format.Open(input, options, allowLong, cancellation));
            volume.Content ??= input.IsFolder ? null : input.Bytes.Content;
            return volume;
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }
}
