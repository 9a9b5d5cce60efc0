using NDSeg.Imaging;

namespace NDSeg.IO;

/// <summary>
/// Reads TIFF, BigTIFF, HDF5, PNG and JPEG files, told apart by their content. Samples come as stored: no palette is
/// applied, white-is-zero is not inverted, bilevel images hold 0 and 1.
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
        => throw new NotImplementedException();

    /// <summary>Opens a file for reading slices in any order; a damaged slice does not stop the others.</summary>
    /// <inheritdoc cref="Read"/>
    public static ImageVolume Open(string path, ImageReadOptions? options = null, CancellationToken cancellation = default)
        => throw new NotImplementedException();

    /// <summary>Shape, type and number of slices, without reading a pixel.</summary>
    /// <inheritdoc cref="Read"/>
    public static ImageProbe Probe(string path, ImageReadOptions? options = null, CancellationToken cancellation = default)
        => throw new NotImplementedException();
}
