using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>Label maps, label volumes and float planes as pages of a TIFF file.</summary>
internal sealed class TiffOutput : ILabelFormat, IPlaneFormat, ILabelVolumeFormat
{
    /// <summary>Every sample type of labels has its TIFF.</summary>
    public void Require(LabelSampleType type)
    {
    }

    public void Require(LabelSampleType type, string target)
    {
    }

    public void Write(OutputTarget target, LabelRaster labels, LabelWriteOptions options, CancellationToken cancellation)
        => target.WriteFile(stream =>
        {
            bool big = TiffFileWriter.NeedsBig((long)labels.RowBytes * labels.Height);
            new TiffFileWriter(stream, big).WritePage(TiffImageSpec.Of(labels, options.Provenance), cancellation);
        });

    /// <summary>A BigTIFF with a page per slice: the strips go in as they are.</summary>
    public void Write(OutputTarget target, FinishedSlices slices, LabelVolumeOptions options, CancellationToken cancellation)
        => target.WriteFile(stream =>
        {
            var writer = new TiffFileWriter(stream, big: true);
            for (int slice = 0; slice < slices.Count; slice++)
            {
                cancellation.ThrowIfCancellationRequested();
                string? provenance = slice == 0 ? options.Provenance : null;
                string? description = slice == 0 ? TiffProvenance.Describe(slices.PixelSize?.Description, provenance) : null;
                TiffImageSpec page = TiffImageSpec.OfSlice(slices.Height, slices.Width, slices.Type, slices.PixelSize) with { Description = description };
                writer.WriteCompressedPage(page, slices.Strips(slice));
            }
        });

    /// <summary>Uncompressed pages, each with the name of its plane.</summary>
    public void Write(OutputTarget target, int height, int width, IReadOnlyList<float[]> planes, PlaneWriteOptions options, CancellationToken cancellation)
        => target.WriteFile(stream =>
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
                        Description = p == 0 ? TiffProvenance.Describe(options.PixelSize?.Description, options.Provenance) : null,
                        PageName = options.Names?[p],
                        Rows = (row, rows, rowTarget) => Copy(plane, row * width, rows * width, rowTarget),
                    },
                    cancellation);
            }
        });

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
