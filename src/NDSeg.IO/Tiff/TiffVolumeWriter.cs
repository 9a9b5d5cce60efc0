using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>Image volumes as the pages of a TIFF file, in the form of an ImageJ stack.</summary>
internal sealed class TiffVolumeWriter : IImageVolumeFormat
{
    public void Write(OutputTarget target, SegVolume volume, PlaneWriteOptions options, RunOptions run)
        => target.WriteFile(stream =>
        {
            int size = SegImage.BytesPerSample(volume.PixelType);
            var writer = new TiffFileWriter(stream, TiffFileWriter.NeedsBig(volume.Voxels * size));
            for (int z = 0; z < volume.Depth; z++)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                SegImage slice = volume.ReadSlice(z);
                PixelSize? resolution = options.PixelSize ?? slice.PixelSize;
                int rowBytes = slice.Width * size;
                string? description = z == 0 ? ImageJDescription.OfPlanes(volume.Depth, planes: 1, ImageJDescription.Calibration(resolution?.Description)) : null;
                writer.WritePage(
                    new TiffImageSpec
                    {
                        Height = slice.Height,
                        Width = slice.Width,
                        Bits = 8 * size,
                        SampleFormat = FormatOf(volume.PixelType),
                        Compression = TiffCompression.None,
                        PixelSize = resolution,
                        Description = z == 0 ? TiffProvenance.Describe(description, options.Provenance) : null,
                        Rows = (row, rows, bytes) => Copy(slice, row * rowBytes, rows * rowBytes, size, bytes),
                    },
                    run.Cancellation);
                run.Progress?.Report((z + 1.0) / volume.Depth);
            }
        });

    // What was one bit per sample in its file is held, and written, as bytes.
    private static int FormatOf(PixelType type) => type switch
    {
        PixelType.Int8 or PixelType.Int16 or PixelType.Int32 => 2,
        PixelType.Float16 or PixelType.Float32 or PixelType.Float64 => 3,
        _ => 1,
    };

    private static void Copy(SegImage slice, int first, int count, int size, Span<byte> target)
    {
        slice.SampleBytes(0).Slice(first, count).CopyTo(target);
        for (int at = 0; at < count && !BitConverter.IsLittleEndian; at += size)
        {
            target.Slice(at, size).Reverse();
        }
    }
}
