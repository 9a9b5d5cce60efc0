using NDSeg.Filters.Families;

namespace NDSeg.Filters.Pyramid;

/// <summary>Means over blocks, of the image itself or of the rows of another node.</summary>
internal sealed unsafe class MeanRows : RowNode
{
    private readonly RowSource? source;
    private readonly PixelKernel pixels;
    private readonly RowSamples[] samples;
    private readonly int ratio;
    private readonly RowKernel kernel;
    private RowWindow<double> window = null!;
    private Strip strip;
    private float* image;
    private int imageStride;
    private double* sums;

    /// <summary>Means of what the image's rows hold. Rows are read here and not kept, for coarse levels look far ahead.</summary>
    internal MeanRows(int level, RowSamples[] samples, RowKernel kernel, PixelKernel pixels)
        : base(level)
    {
        this.samples = samples;
        this.kernel = kernel;
        this.pixels = pixels;
        ratio = level;
    }

    /// <summary>Means of what another node's rows hold.</summary>
    internal MeanRows(RowSource source, RowSamples[] samples, int level, RowKernel kernel, PixelKernel pixels)
        : this(level, samples, kernel, pixels)
    {
        this.source = source;
        ratio = level / source.Node.Level;
        Uses(source.Node, 0, ratio);
    }

    /// <summary>A row of a plane.</summary>
    internal double* Row(int y, int plane = 0) => window.Row(y, plane);

    /// <inheritdoc/>
    protected override void Prepare(in Strip strip, int row)
    {
        this.strip = strip;
        window = new RowWindow<double>(strip, samples.Length, Columns, Reach, row, window);
        int across = ((Columns + (2 * Reach) + 16) * ratio) + 128;
        sums = strip.Arena.Rent<double>(across);
        imageStride = across;
        image = source is null ? strip.Arena.Rent<float>((long)ratio * across) : null;
    }

    /// <inheritdoc/>
    protected override void Fill(int keep, int from, int to)
    {
        window.MakeRoom(keep, to);
        nint* rows = stackalloc nint[ratio];
        int height = source?.Node.ImageHeight ?? strip.Image.Height;
        double scale = 1 / strip.Image.FullScale;
        int columns = Columns + (2 * Reach);

        // The first block may start before the strip of the finer level, whose first column it need not share.
        int fine = Level / ratio;
        int start = ((Left - Reach) * ratio) - (strip.X / fine);
        double last = 1.0 / (ratio * ratio);
        for (int y = from; y < to; y++)
        {
            for (int plane = 0; plane < samples.Length; plane++)
            {
                for (int r = 0; r < ratio && (source is not null || plane == 0); r++)
                {
                    int at = Math.Min((y * ratio) + r, height - 1);
                    rows[r] = source is null ? ReadImage(at, r, start, columns * ratio) : source.Row(at, plane);
                }

                kernel.Sum(samples[plane], rows, source?.PlaneStride ?? 0, scale, ratio, sums - start, start, start + (columns * ratio));
                for (int k = ratio; k > 1; k /= 2)
                {
                    kernel.Halve(sums, k == 2 ? last : 1, columns * k / 2);
                }

                double* row = window.Row(y, plane);
                new ReadOnlySpan<double>(sums, columns).CopyTo(new Span<double>(row - Reach, columns));
                Replicate(row, window);
            }
        }
    }

    private nint ReadImage(int y, int r, int start, int count)
    {
        float* row = image + ((long)r * imageStride) - start;
        GreyRows.Read(pixels, strip, y, row, start, start + count);
        return (nint)row;
    }
}
