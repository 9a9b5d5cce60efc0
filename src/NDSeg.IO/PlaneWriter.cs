namespace NDSeg.IO;

/// <summary>
/// Writes float32 maps (probabilities, margin, entropy, filter maps): a TIFF with one page per plane, or a C x H x W
/// HDF5 dataset (H x W for a single plane). The extension picks the format.
/// </summary>
public static class PlaneWriter
{
    /// <summary>Writes C planes of H x W samples.</summary>
    /// <param name="path">Target, .tif/.tiff or .h5/.hdf5.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="planes">C arrays of H * W samples in row-major order.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellation">Ends the writing early; no file is left.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat, InvalidImageShape.</exception>
    public static void Write(string path, int height, int width, IReadOnlyList<float[]> planes, PlaneWriteOptions? options = null, CancellationToken cancellation = default)
        => throw new NotImplementedException();
}
