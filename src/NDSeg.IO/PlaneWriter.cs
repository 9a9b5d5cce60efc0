using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NDSeg.IO.Files;
using NDSeg.IO.Hdf;
using NDSeg.IO.Labels;
using NDSeg.IO.Tiff;
using NDSeg.Storage;

namespace NDSeg.IO;

/// <summary>
/// Writes float32 maps (probabilities, margin, entropy, filter maps): an uncompressed TIFF with one page per plane,
/// named after it, or a C x H x W HDF5 dataset (H x W for a single plane). The extension picks the format.
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
    {
        ArgumentNullException.ThrowIfNull(planes);
        options ??= PlaneWriteOptions.Default;
        OutputFormat format = OutputFormats.Of(path, OutputFormat.Tiff, OutputFormat.Hdf);
        Validate(height, width, planes, options);
        AtomicFile.Write(path, options.Overwrite, stream =>
        {
            if (format == OutputFormat.Tiff)
            {
                WriteTiff(stream, height, width, planes, options, cancellation);
            }
            else
            {
                WriteHdf(stream, height, width, planes, options, cancellation);
            }
        });
    }

    private static void Validate(int height, int width, IReadOnlyList<float[]> planes, PlaneWriteOptions options)
    {
        if (height < 1 || width < 1 || planes.Count < 1 || planes.Any(p => p.LongLength != (long)height * width))
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidArgument, $"Expected planes of {(long)height * width} samples for {height} x {width} pixels, found {planes.Count} of {string.Join(", ", planes.Select(p => p.LongLength).Distinct())}.");
        }

        if (options.Names is not null && options.Names.Count != planes.Count)
        {
            throw new SegException("InvalidImageShape", SegErrorKind.InvalidArgument, $"Expected {planes.Count} names, found {options.Names.Count}.");
        }
    }

    private static void WriteTiff(Stream stream, int height, int width, IReadOnlyList<float[]> planes, PlaneWriteOptions options, CancellationToken cancellation)
    {
        var writer = new TiffFileWriter(stream, TiffFileWriter.NeedsBig(4L * height * width * planes.Count));
        for (int p = 0; p < planes.Count; p++)
        {
            float[] plane = planes[p];
            writer.WritePage(
                new TiffImageSpec
                {
                    Height = height,
                    Width = width,
                    Bits = 32,
                    SampleFormat = 3,
                    Compression = TiffCompression.None,
                    PixelSize = options.PixelSize,
                    Description = p == 0 ? ProvenanceText.Describe(options.PixelSize?.Description, options.Provenance) : null,
                    PageName = options.Names?[p],
                    Rows = (row, rows, target) => Copy(plane, row * width, rows * width, target),
                },
                cancellation);
        }
    }

    private static void WriteHdf(Stream stream, int height, int width, IReadOnlyList<float[]> planes, PlaneWriteOptions options, CancellationToken cancellation)
    {
        ulong[] shape = planes.Count == 1 ? [(ulong)height, (ulong)width] : [(ulong)planes.Count, (ulong)height, (ulong)width];
        var attributes = new Dictionary<string, object>(HdfProvenance.Attributes(options.Provenance));
        if (options.Names is not null)
        {
            attributes["names"] = options.Names.ToArray();
        }

        using var output = new HdfOutput<float>(stream, options.Dataset, shape, attributes);
        for (int p = 0; p < planes.Count; p++)
        {
            float[] plane = planes[p];
            output.WriteSlice(p, (row, rows, target) => plane.AsSpan(row * width, rows * width).CopyTo(target), cancellation);
        }
    }

    private static void Copy(float[] plane, int first, int count, Span<byte> target)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(plane.AsSpan(first, count)).CopyTo(target);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(target[(4 * i)..], plane[first + i]);
        }
    }
}
