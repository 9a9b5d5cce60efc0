using NDSeg.Filters.Families;

namespace NDSeg.Filters.Pyramid;

/// <summary>
/// Samples of the image as stored, in float32, signed integers clipped: integers of up to 24 bits stay exact, for their scale is applied
/// in float64.
/// </summary>
internal sealed unsafe class GreyRows(PixelKernel pixels) : RowNode(1)
{
    private RowWindow<float> window = null!;
    private Strip strip;

    /// <summary>A row.</summary>
    internal float* Row(int y) => window.Row(y);

    /// <summary>Reads part of a row and repeats the image's outermost columns outside it.</summary>
    /// <param name="pixels">Conversions.</param>
    /// <param name="strip">The strip.</param>
    /// <param name="y">Row of the image.</param>
    /// <param name="row">Receives the samples; the strip's first column.</param>
    /// <param name="from">First column.</param>
    /// <param name="to">End of the columns.</param>
    internal static void Read(PixelKernel pixels, in Strip strip, int y, float* row, int from, int to)
    {
        int left = Math.Max(from, -strip.X);
        int right = Math.Min(to, strip.Image.Width - strip.X);
        SampleReader.ReadClipped(pixels, strip.Image, strip.Channel, y, strip.X + left, right - left, row + left);
        new Span<float>(row + from, left - from).Fill(row[left]);
        new Span<float>(row + right, to - right).Fill(row[right - 1]);
    }

    /// <inheritdoc/>
    protected override void Prepare(in Strip strip, int row)
    {
        this.strip = strip;
        window = new RowWindow<float>(strip, 1, Columns, Reach, row, window);
    }

    /// <inheritdoc/>
    protected override void Fill(int keep, int from, int to)
    {
        window.MakeRoom(keep, to);
        for (int y = from; y < to; y++)
        {
            Read(pixels, strip, y, window.Row(y), window.From, window.To);
        }
    }
}
