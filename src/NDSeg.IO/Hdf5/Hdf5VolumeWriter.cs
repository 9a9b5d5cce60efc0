using System.Numerics;
using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Hdf5;

/// <summary>Image volumes as one Z x Y x X dataset.</summary>
internal sealed class Hdf5VolumeWriter : IImageVolumeFormat
{
    // What ilastik, h5j and their kind read the distances between voxels from, in micrometres, in the order of the axes.
    private const string ElementSize = "element_size_um";

    public void Write(OutputTarget target, SegVolume volume, PlaneWriteOptions options, RunOptions run)
        => target.WriteFile(stream => volume.PixelType.Visit<Work, bool>(new Work(stream, volume, options, run)));

    private static Dictionary<string, object> Attributes(SegVolume volume, PlaneWriteOptions options)
    {
        var attributes = Hdf5Provenance.Attributes(options.Provenance, axes: "ZYX");
        if (volume.VoxelSize is { } size && MicrometresPer(size.Unit) is double factor)
        {
            attributes[ElementSize] = new[] { size.Z * factor, size.Y * factor, size.X * factor };
        }

        return attributes;
    }

    private static double? MicrometresPer(string? unit) => unit switch
    {
        "\u00B5m" or "\u03BCm" or "um" or "micron" => 1,
        "nm" => 1e-3,
        "mm" => 1e3,
        "cm" => 1e4,
        "m" => 1e6,
        "inch" => 25400,
        _ => null,
    };

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
