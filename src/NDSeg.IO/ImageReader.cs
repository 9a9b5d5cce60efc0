using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Hdf;
using NDSeg.IO.Jpeg;
using NDSeg.IO.Png;
using NDSeg.IO.Tiff;

namespace NDSeg.IO;

/// <summary>
/// Reads TIFF, BigTIFF, HDF5, PNG and JPEG files, told apart by their content. Samples come as stored: no palette is
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
    /// AmbiguousDataset, AmbiguousAxes, InvalidAxis, SliceOutOfRange, DatasetNotApplicable.
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
        => Open(FileByteSource.Open(path), options ?? ImageReadOptions.Default, cancellation);

    /// <summary>Shape, type and number of slices, without reading a pixel.</summary>
    /// <inheritdoc cref="Read"/>
    public static ImageProbe Probe(string path, ImageReadOptions? options = null, CancellationToken cancellation = default)
    {
        using ImageVolume volume = Open(path, options, cancellation);
        return volume.Info;
    }

    /// <summary>Opens the volume of a source, which it then owns.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">What to read.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <param name="allowLong">Whether a dataset of 64-bit integers is accepted, for labels.</param>
    internal static ImageVolume Open(ByteSource source, ImageReadOptions options, CancellationToken cancellation, bool allowLong = false)
    {
        try
        {
            FileFormat format = FormatSniffer.Detect(source);
            if (options.Dataset is not null && format != FileFormat.Hdf)
            {
                throw new SegException("DatasetNotApplicable", SegErrorKind.InvalidArgument, $"Expected an HDF5 file to look for dataset '{options.Dataset}' in, found a {format.ToString().ToUpperInvariant()} file '{source.Path}'.", "Leave -Dataset out.");
            }

            return FileErrors.Guard<ImageVolume>(source.Path, () => format switch
            {
                FileFormat.Tiff => TiffVolume.Open(source, options, cancellation),
                FileFormat.Hdf => HdfVolume.Open(source, options, cancellation, allowLong),
                FileFormat.Png => OpenPng(source, options, cancellation),
                _ => OpenJpeg(source, options, cancellation),
            });
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static FlatVolume OpenPng(ByteSource source, ImageReadOptions options, CancellationToken cancellation)
    {
        PngHeader header = PngHeader.Read(source);
        return FlatVolume.Open(source, options, "PNG", header.Image, () => PngDecoder.Decode(source, header, cancellation));
    }

    private static FlatVolume OpenJpeg(ByteSource source, ImageReadOptions options, CancellationToken cancellation)
    {
        JpegHeader header = JpegHeader.Read(source);
        return FlatVolume.Open(source, options, "JPEG", header.Image, () => JpegDecoder.Decode(source, header, cancellation));
    }
}
