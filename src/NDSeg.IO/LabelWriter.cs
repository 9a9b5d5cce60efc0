using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO;

/// <summary>
/// Writes a label map with the values or colours its classes have in files. The extension picks the format: .tif/.tiff,
/// .png, .h5/.hdf5. Samples have 8 bits up to the value 255, 16 up to 65535, 32 beyond. Files are complete or absent,
/// and equal inputs give equal bytes.
/// </summary>
public static class LabelWriter
{
    /// <summary>Writes one label map.</summary>
    /// <param name="path">Target.</param>
    /// <param name="labels">H x W labels.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellation">Ends the writing early; no file is left.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat, LabelValueOutOfRange.</exception>
    public static void Write(string path, SegLabels labels, LabelWriteOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        options ??= LabelWriteOptions.Default;
        ILabelFormat format = FileFormats.ForTarget(path, f => f.Labels is not null).Labels!;
        var raster = LabelRaster.Of(labels);
        format.Require(raster.Type);
        format.Write(new OutputTarget(path, options.Overwrite), raster, options, cancellation);
    }
}
