using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO;

/// <summary>
/// Writes maps (probabilities, margin, entropy, filter maps) and the channels of images: an uncompressed TIFF with one page per plane,
/// named after it, a C x H x W HDF5 dataset (H x W for a single plane), or an OME-Zarr image with channels. The extension picks the format.
/// </summary>
public static class PlaneWriter
{
    /// <summary>Writes C planes of H x W samples.</summary>
    /// <param name="path">Target, .tif/.tiff, .h5/.hdf5 or .zarr.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="planes">C arrays of H * W samples in row-major order, of the array type that belongs to <see cref="PlaneWriteOptions.Type"/>.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellation">Ends the writing early; no file is left.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat, InvalidImageShape.</exception>
    public static void Write(string path, int height, int width, IReadOnlyList<Array> planes, PlaneWriteOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(planes);
        options ??= PlaneWriteOptions.Default;
        IPlaneFormat format = FileFormats.ForTarget(path, f => f.Planes is not null).Planes!;
        Validate(height, width, planes, options);
        format.Write(new OutputTarget(path, options.Overwrite), height, width, planes, options, cancellation);
    }

    /// <summary>
    /// Writes the maps of a volume, Z x C x H x W, with memory for one slice: a TIFF that ImageJ opens as a stack with channels, one
    /// HDF5 dataset (Z x H x W for a single map), or an OME-Zarr image of channels and slices.
    /// </summary>
    /// <param name="path">Target, .tif/.tiff, .h5/.hdf5 or .zarr.</param>
    /// <param name="shape">Shape of the volume.</param>
    /// <param name="slices">For every slice its C arrays of H * W samples, taken one by one; null for one that could not be computed, which is filled with 0.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <param name="cancellation">Ends the writing early; no file is left.</param>
    /// <exception cref="SegException">TargetExists, TargetNotWritable, UnknownFormat, InvalidImageShape.</exception>
    public static void WriteVolume(string path, PlaneVolumeShape shape, IEnumerable<IReadOnlyList<Array>?> slices, PlaneWriteOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(slices);
        options ??= PlaneWriteOptions.Default;
        IPlaneVolumeFormat format = FileFormats.ForTarget(path, f => f.PlaneVolumes is not null).PlaneVolumes!;
        format.Write(new OutputTarget(path, options.Overwrite), shape, Checked(shape, slices, options), options, cancellation);
    }

    private static IEnumerable<IReadOnlyList<Array>> Checked(PlaneVolumeShape shape, IEnumerable<IReadOnlyList<Array>?> slices, PlaneWriteOptions options)
    {
        Array? blank = null;
        int count = 0;
        foreach (IReadOnlyList<Array>? slice in slices)
        {
            IReadOnlyList<Array> planes = slice ?? [.. Enumerable.Repeat(blank ??= Array.CreateInstance(SegImage.ArrayTypeOf(options.Type).GetElementType()!, checked(shape.Height * shape.Width)), shape.Planes)];
            Validate(shape.Height, shape.Width, planes, options);
            count++;
            yield return planes.Count == shape.Planes && count <= shape.Slices
                ? planes
                : throw new SegException("InvalidImageShape", SegErrorKind.InvalidArgument, $"Expected {shape.Slices} slices of {shape.Planes} planes, found {planes.Count} planes in slice {count}.");
        }

        if (count != shape.Slices)
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidArgument, $"Expected {shape.Slices} slices, found {count}.");
        }
    }

    private static void Validate(int height, int width, IReadOnlyList<Array> planes, PlaneWriteOptions options)
    {
        if (height < 1 || width < 1 || planes.Count < 1 || planes.Any(p => p.LongLength != (long)height * width))
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidArgument, $"Expected planes of {(long)height * width} samples for {height} x {width} pixels, found {planes.Count} of {string.Join(", ", planes.Select(p => p.LongLength).Distinct())}.");
        }

        if (planes.FirstOrDefault(p => p.GetType() != SegImage.ArrayTypeOf(options.Type)) is { } other)
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidArgument, $"Expected planes of {options.Type} samples, found one of {other.GetType().GetElementType()}.");
        }

        if (options.Names is not null && options.Names.Count != planes.Count)
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidArgument, $"Expected {planes.Count} names, found {options.Names.Count}.");
        }
    }
}
