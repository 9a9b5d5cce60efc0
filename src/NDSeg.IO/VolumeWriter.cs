using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO;

/// <summary>
/// Writes image volumes, their samples as they are: an uncompressed TIFF with one page per slice that ImageJ opens as a stack (BigTIFF
/// beyond 4 GB), or a Z x Y x X HDF5 dataset. The extension picks the format. Needs memory for one slice.
/// </summary>
public static class VolumeWriter
{
    /// <summary>Writes a volume.</summary>
    /// <param name="path">Target, .tif/.tiff or .h5/.hdf5.</param>
    /// <param name="volume">The volume, of one channel.</param>
    /// <param name="options">How to write; names are not used. Null for the defaults.</param>
    /// <param name="run">Cancellation and progress; null for the defaults.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat, UnsupportedVolume; what reading a slice throws, and then no file is left.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no file is left.</exception>
    public static void Write(string path, SegVolume volume, PlaneWriteOptions? options = null, RunOptions? run = null)
    {
        ArgumentNullException.ThrowIfNull(volume);
        options ??= PlaneWriteOptions.Default;
        IImageVolumeFormat format = FileFormats.ForTarget(path, f => f.ImageVolumes is not null).ImageVolumes!;
        if (volume.Channels != 1)
        {
            throw new SegException("UnsupportedVolume", SegErrorKind.NotSupported, $"Expected a volume of one channel, found the {volume.Channels} of {volume}.", "Write the slices one by one.");
        }

        format.Write(new OutputTarget(path, options.Overwrite), volume, options, run ?? RunOptions.Default);
    }
}
