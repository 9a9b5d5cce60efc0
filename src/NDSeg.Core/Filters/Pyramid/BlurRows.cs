namespace NDSeg.Filters.Pyramid;

/// <summary>
/// Gaussians of one or several planes that come from the same rows. Columns outside the image hold what makes central
/// differences one-sided at the border (<see cref="BlurEdge.Slope"/>), or the outermost column again.
/// </summary>
internal sealed unsafe class BlurRows : RowNode
{
    /// <summary>Rows computed at a time: source rows of so many are still in the caches.</summary>
    private const int Chunk = 32;

    private readonly RowKernel vertical;
    private readonly RowKernel horizontal;
    private readonly RowSource source;
    private readonly RowSamples[] samples;
    private readonly double[] weights;
    private readonly BlurEdge edge;
    private RowWindow<double> window = null!;
    private RowScratch work = null!;
    private double scale;
    private int betweenStride;
    private int betweenLeft;
    private double* ghosts;

    /// <summary>Describes the blur.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="samples">What is taken of them, plane by plane.</param>
    /// <param name="deviation">Standard deviation in blocks of the rows' level.</param>
    /// <param name="edge">What lies outside the image's columns.</param>
    /// <param name="vertical">Kernel for columns.</param>
    /// <param name="horizontal">Kernel for rows.</param>
    internal BlurRows(RowSource source, RowSamples[] samples, double deviation, BlurEdge edge, RowKernel vertical, RowKernel horizontal)
        : base(source.Node.Level)
    {
        this.source = source;
        this.samples = samples;
        this.edge = edge;
        this.vertical = vertical;
        this.horizontal = horizontal;
        weights = PyramidLevel.Window(deviation);
        Uses(source.Node, Radius);
    }

    /// <summary>The first plane of the source rows that is taken.</summary>
    internal int FirstPlane { get; init; }

    private int Radius => weights.Length - 1;

    /// <summary>A row of a plane, inside the image.</summary>
    internal double* Row(int y, int plane = 0) => window.Row(y, plane);

    /// <summary>
    /// A row of the first plane; up to two rows outside the image hold what makes central differences of central differences
    /// one-sided at the border.
    /// </summary>
    internal double* SlopeRow(int y)
    {
        if (y >= 0 && y < ImageHeight)
        {
            return window.Row(y);
        }

        bool above = y < 0;
        int distance = above ? -y : y - ImageHeight + 1;
        double* ghost = ghosts + ((((above ? 0 : 2) + distance - 1) * window.Stride) - window.From);
        int inward = above ? 1 : -1;
        int border = above ? 0 : ImageHeight - 1;
        double* first = window.Row(border);
        if (ImageHeight == 1)
        {
            return first;
        }

        double* second = window.Row(border + inward);
        if (distance == 1)
        {
            for (int x = window.From; x < window.To; x++)
            {
                ghost[x] = (2 * first[x]) - second[x];
            }
        }
        else
        {
            double* third = SlopeRow(border + (2 * inward));
            for (int x = window.From; x < window.To; x++)
            {
                ghost[x] = (4 * (first[x] - second[x])) + third[x];
            }
        }

        return ghost;
    }

    /// <inheritdoc/>
    protected override void Prepare(in Strip strip, int row)
    {
        scale = 1 / strip.Image.FullScale;
        window = new RowWindow<double>(strip, samples.Length, Columns, Reach, row, window, IsPassing);
        work = strip.Work;
        betweenLeft = Align(Reach + Radius) + 16;
        betweenStride = Align(betweenLeft + Columns + Reach + Radius + 48);
        ghosts = strip.Arena.Rent<double>(4L * window.Stride);
    }

    /// <inheritdoc/>
    protected override void Fill(int keep, int from, int to)
    {
        window.MakeRoom(keep, to);
        int radius = Radius;
        nint* rows = stackalloc nint[Chunk + (2 * radius)];
        nint* targets = stackalloc nint[Chunk];
        double* w = PyramidLevel.Pointer(weights);
        double* between = work.Rent<double>((Chunk * (long)betweenStride) + ((Chunk + (2L * radius)) * RowKernel.Block));
        double* wide = between + (Chunk * (long)betweenStride);
        bool turns = vertical.Turns(radius);
        for (int y0 = from, count; y0 < to; y0 += count)
        {
            count = Math.Min(Chunk, to - y0);
            bool turned = turns && count >= RowKernel.TurnedRows;
            count -= turned ? count % RowKernel.TurnedRows : 0;
            long stride = turned ? RowKernel.TurnedRows * (long)betweenStride : betweenStride;
            double* target = between + (turned ? RowKernel.TurnedRows * (long)betweenLeft : betweenLeft);
            for (int plane = 0; plane < samples.Length; plane++)
            {
                for (int r = 0; r < count + (2 * radius); r++)
                {
                    rows[r] = source.Row(Math.Clamp(y0 - radius + r, 0, ImageHeight - 1), FirstPlane + plane);
                }

                for (int y = 0; y < count; y++)
                {
                    targets[y] = (nint)window.Row(y0 + y, plane);
                }

                vertical.Vertical(samples[plane], rows, source.PlaneStride, scale, w, radius, target, stride, count, -Align(Reach + radius), Columns + Reach + radius, wide, turned);
                for (int y = 0; y < count; y += turned ? RowKernel.TurnedRows : 1)
                {
                    if (turned)
                    {
                        vertical.HorizontalTurned(target + (y / RowKernel.TurnedRows * stride), targets + y, w, radius, -Align(Reach), Columns + Reach);
                    }
                    else
                    {
                        horizontal.Horizontal(target + (y * stride), (double*)targets[y], w, radius, -Align(Reach), Columns + Reach);
                    }
                }

                for (int y = 0; y < count; y++)
                {
                    var row = (double*)targets[y];
                    if (edge == BlurEdge.Slope)
                    {
                        Extrapolate(row);
                    }
                    else if (edge == BlurEdge.Replicate)
                    {
                        Replicate(row, window);
                    }
                }
            }
        }
    }

    private static int Align(int value) => (value + 7) / 8 * 8;

    /// <summary>Two columns outside the image, where it ends within the strip.</summary>
    private void Extrapolate(double* row)
    {
        int last = ImageWidth - 1 - Left;
        bool left = Left <= Reach;
        bool right = last < Columns + Reach;
        int first = -Left;
        if (left)
        {
            row[first - 1] = (2 * row[first]) - (ImageWidth > 1 ? row[first + 1] : row[first]);
        }

        if (right)
        {
            row[last + 1] = (2 * row[last]) - (ImageWidth > 1 ? row[last - 1] : row[last]);
        }

        if (left)
        {
            row[first - 2] = ImageWidth > 1 ? (4 * (row[first] - row[first + 1])) + row[first + 2] : row[first];
        }

        if (right)
        {
            row[last + 2] = ImageWidth > 1 ? (4 * (row[last] - row[last - 1])) + row[last - 2] : row[last];
        }
    }
}
