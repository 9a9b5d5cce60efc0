using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>Label maps, label volumes and planes as pages of a TIFF file.</summary>
internal sealed class TiffOutput : ILabelFormat, IPlaneFormat, IPlaneVolumeFormat, ILabelVolumeFormat
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

    /// <summary>A page per slice: the strips go in as they are. A classic TIFF, which ImageJ opens, wherever it is long enough.</summary>
    public void Write(OutputTarget target, FinishedSlices slices, LabelVolumeOptions options, CancellationToken cancellation)
        => target.WriteFile(stream =>
        {
            TiffImageSpec page = TiffImageSpec.OfSlice(slices.Height, slices.Width, slices.Type, slices.PixelSize) with { Palette = TiffImageSpec.PaletteOf(slices.Type, slices.Colors) };
            string? description = ImageJDescription.OfLabels(slices.Count, slices.Type, [.. slices.Colors.Keys], slices.PixelSize?.Description);
            var writer = new TiffFileWriter(stream, TiffFileWriter.NeedsBig(slices.StoredBytes, slices.Count, page.StripCount));
            for (int slice = 0; slice < slices.Count; slice++)
            {
                cancellation.ThrowIfCancellationRequested();
                string? told = slice == 0 ? TiffProvenance.Describe(description, options.Provenance) : null;
                writer.WriteCompressedPage(page with { PixelSize = slices.PixelSizeOf(slice), Description = told, Classes = slice == 0 && options.Classes is not null ? ClassTable.Write(options.Classes) : null }, slices.Strips(slice));
            }
        });

    /// <summary>Uncompressed pages, each with the name of its plane.</summary>
    public void Write(OutputTarget target, int height, int width, IReadOnlyList<Array> planes, PlaneWriteOptions options, CancellationToken cancellation)
        => target.WriteFile(stream =>
        {
            var writer = new TiffFileWriter(stream, TiffFileWriter.NeedsBig((long)SegImage.BytesPerSample(options.Type) * height * width * planes.Count));
            string? description = TiffProvenance.Describe(options.PixelSize?.Description, options.Provenance);
            for (int p = 0; p < planes.Count; p++)
            {
                writer.WritePage(PageOf(height, width, planes[p], options) with { Description = p == 0 ? description : null, PageName = options.Names?[p] }, cancellation);
            }
        });

    /// <summary>A stack with channels as ImageJ has it: slice by slice, in each its planes.</summary>
    public void Write(OutputTarget target, PlaneVolumeShape shape, IEnumerable<IReadOnlyList<Array>> slices, PlaneWriteOptions options, CancellationToken cancellation)
        => target.WriteFile(stream =>
        {
            int pages = checked(shape.Slices * shape.Planes);
            var writer = new TiffFileWriter(stream, TiffFileWriter.NeedsBig((long)SegImage.BytesPerSample(options.Type) * shape.Height * shape.Width * pages, pages, PageOf(shape.Height, shape.Width, Array.Empty<byte>(), options).StripCount));
            string? description = TiffProvenance.Describe(ImageJDescription.OfPlanes(shape.Slices, shape.Planes, options.PixelSize?.Description), options.Provenance);
            foreach (IReadOnlyList<Array> planes in slices)
            {
                for (int p = 0; p < planes.Count; p++)
                {
                    writer.WritePage(PageOf(shape.Height, shape.Width, planes[p], options) with { Description = description, PageName = options.Names?[p] }, cancellation);
                    description = null;
                }
            }
        });

    private static TiffImageSpec PageOf(int height, int width, Array plane, PlaneWriteOptions options)
    {
        int size = SegImage.BytesPerSample(options.Type);
        return new()
        {
            Height = height,
            Width = width,
            Bits = 8 * size,
            SampleFormat = options.Type.IsFloatingPoint() ? 3 : options.Type is PixelType.Int8 or PixelType.Int16 or PixelType.Int32 ? 2 : 1,
            Compression = TiffCompression.None,
            PixelSize = options.PixelSize,
            Rows = (row, rows, target) => PlaneBytes.CopyTo(plane, size, (long)row * width, rows * width, target),
        };
    }
}
