using System.Numerics;
using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Hdf5;

/// <summary>Image volumes as one Z x Y x X dataset.</summary>
internal sealed class Hdf5VolumeWriter : IImageVolumeFormat
{
    public void Write(OutputTarget target, SegVolume volume, PlaneWriteOptions options, RunOptions run)
        => target.WriteFile(stream => volume.PixelType.Visit<Work, bool>(new Work(stream, volume, options, run)));

    private static Dictionary<string, object> Attributes(SegVolume volume, PlaneWriteOptions options)
    {
        var attributes = Hdf5Provenance.Attributes(options.Provenance, axes: "ZYX");
        Hdf5Voxels.Describe(attributes, volume.VoxelSize);
        return attributes;
    }

    private readonly struct Work(Stream stream, SegVolume volume, PlaneWriteOptions options, RunOptions run) : IPixelVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            ulong[] shape = [(ulong)volume.Depth, (ulong)volume.Height, (ulong)volume.Width];
            using var output = new Hdf5Output<T>(stream, options.Dataset, shape, Attributes(volume, options));
            for (int z = 0; z < volume.Depth; z++)
            {
                SegImage slice = volume.ReadSlice(z);
                output.WriteSlice(z, (row, rows, target) => slice.Samples<T>(0).Slice(row * slice.Width, rows * slice.Width).CopyTo(target), run.Cancellation);
                run.Progress?.Report((z + 1.0) / volume.Depth);
            }

            return true;
        }
    }
}
