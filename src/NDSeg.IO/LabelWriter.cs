using System.Runtime.InteropServices;
using NDSeg.Images;
using NDSeg.IO.Files;
using NDSeg.IO.Hdf;
using NDSeg.IO.Labels;
using NDSeg.IO.Png;
using NDSeg.IO.Tiff;
using NDSeg.Storage;

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
        OutputFormat format = OutputFormats.Of(path, OutputFormat.Tiff, OutputFormat.Png, OutputFormat.Hdf);
        var raster = LabelRaster.Of(labels);
        if (format == OutputFormat.Png && (raster.Type.Bits > 16 || raster.Type.IsSigned))
        {
            throw new SegException("LabelValueOutOfRange", SegErrorKind.InvalidArgument, $"Expected label values of 0 to 65535 for a PNG file, found classes that need {raster.Type}.", "Write a TIFF file, or renumber the classes.");
        }

        AtomicFile.Write(path, options.Overwrite, stream =>
        {
            switch (format)
            {
                case OutputFormat.Tiff: WriteTiff(stream, raster, options.Provenance, cancellation); break;
                case OutputFormat.Png: PngWriter.Write(stream, Page(raster, null), options.Provenance, cancellation); break;
                default: WriteHdf(stream, raster, options, cancellation); break;
            }
        });
    }

    /// <summary>The page a raster makes; deflated.</summary>
    internal static TiffImageSpec Page(LabelRaster raster, string? provenance) => new()
    {
        Height = raster.Height,
        Width = raster.Width,
        Bits = raster.Type.Bits,
        Samples = raster.Type.Samples,
        SampleFormat = raster.Type.IsSigned ? 2 : 1,
        PixelSize = raster.PixelSize,
        Description = ProvenanceText.Describe(raster.PixelSize?.Description, provenance),
        Rows = raster.Fill,
    };

    private static void WriteTiff(Stream stream, LabelRaster raster, string? provenance, CancellationToken cancellation)
    {
        bool big = TiffFileWriter.NeedsBig((long)raster.RowBytes * raster.Height);
        new TiffFileWriter(stream, big).WritePage(Page(raster, provenance), cancellation);
    }

    private static void WriteHdf(Stream stream, LabelRaster raster, LabelWriteOptions options, CancellationToken cancellation)
    {
        switch (raster.Type)
        {
            case { Samples: 3 }:
                // Colours go into planes of red, green and blue: 3 x H x W.
                using (var output = new HdfOutput<byte>(stream, options.Dataset, [3, (ulong)raster.Height, (ulong)raster.Width], HdfProvenance.Attributes(options.Provenance)))
                {
                    for (int c = 0; c < 3; c++)
                    {
                        int channel = c;
                        output.WriteSlice(c, (row, rows, target) => FillChannel(raster, row, rows, channel, target), cancellation);
                    }
                }

                break;
            case { Bits: 8 }: WriteHdf<byte>(stream, raster, options, cancellation); break;
            case { Bits: 16, IsSigned: false }: WriteHdf<ushort>(stream, raster, options, cancellation); break;
            case { Bits: 16 }: WriteHdf<short>(stream, raster, options, cancellation); break;
            case { IsSigned: false }: WriteHdf<uint>(stream, raster, options, cancellation); break;
            default: WriteHdf<int>(stream, raster, options, cancellation); break;
        }
    }

    private static void WriteHdf<T>(Stream stream, LabelRaster raster, LabelWriteOptions options, CancellationToken cancellation)
        where T : unmanaged
    {
        using var output = new HdfOutput<T>(stream, options.Dataset, [(ulong)raster.Height, (ulong)raster.Width], HdfProvenance.Attributes(options.Provenance));
        output.WriteSlice(0, (row, rows, target) => raster.Fill(row, rows, MemoryMarshal.AsBytes(target.AsSpan())), cancellation);
    }

    private static void FillChannel(LabelRaster raster, int row, int rows, int channel, byte[] target)
    {
        var interleaved = new byte[rows * raster.RowBytes];
        raster.Fill(row, rows, interleaved);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = interleaved[(3 * i) + channel];
        }
    }
}
