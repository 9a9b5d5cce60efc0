using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO;

/// <summary>
/// Writes image volumes, their samples as they are: an uncompressed TIFF with one page per slice that ImageJ opens as a stack (BigTIFF
/// beyond 4 GB), a Z x Y x X HDF5 dataset, or an OME-Zarr image; with channels where there are several, as <see cref="PlaneWriter"/> has
/// them. The extension picks the format. Needs memory for one slice.
/// </summary>
public static class VolumeWriter
{
    /// <summary>Writes a volume.</summary>
    /// <param name="path">Target, .tif/.tiff, .h5/.hdf5 or .zarr.</param>
    /// <param name="volume">The volume. Bilevel samples are written as float32: as bytes they would be read as shades of grey.</param>
    /// <param name="options">How to write; type and size are those of the volume, and so are the names where there are several channels. Null for the defaults.</param>
    /// <param name="run">Cancellation and progress; null for the defaults.</param>
    /// <param name="channels">The channels to write, from 0; null for all.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat; what reading a slice throws, and then no file is left.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no file is left.</exception>
    public static void Write(string path, SegVolume volume, PlaneWriteOptions? options = null, RunOptions? run = null, IReadOnlyList<int>? channels = null)
    {
        ArgumentNullException.ThrowIfNull(volume);
        options ??= PlaneWriteOptions.Default;
        run ??= RunOptions.Default;
        int[] chosen = [.. channels ?? [.. Enumerable.Range(0, volume.Channels)]];
        bool bilevel = volume.PixelType == PixelType.Bilevel;
        SegImage? first = volume.ReadSlice(0);
        PixelSize? size = first.PixelSize;
        IEnumerable<IReadOnlyList<Array>> Slices()
        {
            for (int z = 0; z < volume.Depth; z++)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                SegImage slice = first ?? volume.ReadSlice(z);
                first = null;
                yield return [.. chosen.Select(slice.Plane).Select(plane => bilevel ? Array.ConvertAll((byte[])plane, v => (float)v) : plane)];
                run.Progress?.Report((z + 1.0) / volume.Depth);
            }
        }

        PlaneWriter.WriteVolume(
            path,
            new PlaneVolumeShape(volume.Depth, chosen.Length, volume.Height, volume.Width),
            Slices(),
            options with
            {
                Type = bilevel ? PixelType.Float32 : volume.PixelType,
                Names = chosen.Length == 1 ? null : [.. chosen.Select(c => volume.ChannelNames[c])],
                PixelSize = options.PixelSize ?? size,
            },
            run.Cancellation);
    }
}
