using NDSeg.Imaging;

namespace NDSeg.IO;

/// <summary>
/// Writes a label map with the values or colours its classes have in files. The extension picks the format: .tif/.tiff,
/// .png, .h5/.hdf5. Files are complete or absent, and equal inputs give equal bytes.
/// </summary>
public static class LabelWriter
{
    /// <summary>Writes one label map.</summary>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat, LabelValueOutOfRange.</exception>
    public static void Write(string path, SegLabels labels, LabelWriteOptions? options = null, CancellationToken cancellation = default)
        => throw new NotImplementedException();
}
