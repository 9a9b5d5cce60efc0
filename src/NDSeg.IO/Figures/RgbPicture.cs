namespace NDSeg.IO.Figures;

/// <summary>A picture of H x W pixels, red, green and blue interleaved.</summary>
internal sealed class RgbPicture(int height, int width)
{
    public int Height { get; } = height;

    public int Width { get; } = width;

    public byte[] Pixels { get; } = new byte[checked(3 * height * width)];

    /// <summary>The picture in another size: enlarged without smoothing, so that pixels stay visible; reduced by averaging areas.</summary>
    public RgbPicture Resize(int height, int width)
    {
        if (Mixed(height, width))
        {
            // Sections of a volume whose slices lie far apart grow along one axis and shrink along the other.
            return Resize(Math.Max(height, Height), Math.Max(width, Width)).Resize(height, width);
        }

        var result = new RgbPicture(height, width);
        if (height >= Height || width >= Width)
        {
            Nearest(result);
        }
        else
        {
            Average(result);
        }

        return result;
    }

    private bool Mixed(int height, int width) => (height > Height && width < Width) || (height < Height && width > Width);

    private void Nearest(RgbPicture target)
    {
        for (int y = 0; y < target.Height; y++)
        {
            int from = (int)(((2L * y) + 1) * Height / (2L * target.Height));
            for (int x = 0; x < target.Width; x++)
            {
                int column = (int)(((2L * x) + 1) * Width / (2L * target.Width));
                Pixels.AsSpan(3 * ((from * Width) + column), 3).CopyTo(target.Pixels.AsSpan(3 * ((y * target.Width) + x)));
            }
        }
    }

    private void Average(RgbPicture target)
    {
        (int First, float[] Weights)[] columns = Spans(Width, target.Width);
        (int First, float[] Weights)[] rows = Spans(Height, target.Height);
        var row = new float[3 * target.Width];
        for (int y = 0; y < target.Height; y++)
        {
            Array.Clear(row);
            for (int r = 0; r < rows[y].Weights.Length; r++)
            {
                AddRow(rows[y].First + r, rows[y].Weights[r], columns, row);
            }

            for (int i = 0; i < row.Length; i++)
            {
                target.Pixels[(3 * y * target.Width) + i] = (byte)Math.Clamp(row[i] + 0.5f, 0, 255);
            }
        }
    }

    private void AddRow(int y, float rowWeight, (int First, float[] Weights)[] columns, float[] row)
    {
        ReadOnlySpan<byte> source = Pixels.AsSpan(3 * y * Width, 3 * Width);
        for (int x = 0; x < columns.Length; x++)
        {
            (int first, float[] weights) = columns[x];
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int c = 0, at = 3 * first; c < weights.Length; c++, at += 3)
            {
                red += weights[c] * source[at];
                green += weights[c] * source[at + 1];
                blue += weights[c] * source[at + 2];
            }

            row[3 * x] += rowWeight * red;
            row[(3 * x) + 1] += rowWeight * green;
            row[(3 * x) + 2] += rowWeight * blue;
        }
    }

    /// <summary>For every target pixel the source pixels it covers and their shares, which add up to 1.</summary>
    private static (int First, float[] Weights)[] Spans(int source, int target)
    {
        var spans = new (int, float[])[target];
        double step = (double)source / target;
        for (int i = 0; i < target; i++)
        {
            double start = i * step;
            double end = Math.Min(source, (i + 1) * step);
            int first = (int)start;
            int last = Math.Min(source - 1, (int)Math.Ceiling(end) - 1);
            var weights = new float[last - first + 1];
            for (int s = first; s <= last; s++)
            {
                weights[s - first] = (float)((Math.Min(end, s + 1) - Math.Max(start, s)) / (end - start));
            }

            spans[i] = (first, weights);
        }

        return spans;
    }
}
