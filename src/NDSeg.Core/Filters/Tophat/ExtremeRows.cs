using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Tophat;

/// <summary>
/// Minima or maxima over a square window: a large window grows by doubling, rows first, then columns. Outside the image lies its
/// border again, which never changes an extreme.
/// </summary>
internal sealed unsafe class ExtremeRows : FloatRows
{
    private const int Chunk = 32;

    private readonly FloatRows source;
    private readonly int radius;
    private readonly bool maximum;
    private readonly ExtremeKernel kernel;
    private RowScratch scratch = null!;
    private float* work;
    private int stride;

    /// <summary>Describes the window.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="radius">Half-width of the window, at least 1.</param>
    /// <param name="maximum">Maxima, else minima.</param>
    /// <param name="kernel">Extremes of rows.</param>
    internal ExtremeRows(FloatRows source, int radius, bool maximum, ExtremeKernel kernel)
        : base(source.Level)
    {
        this.source = source;
        this.radius = radius;
        this.maximum = maximum;
        this.kernel = kernel;
        Uses(source, radius);
    }

    protected override void Prepare(in Strip strip, int row)
    {
        base.Prepare(strip, row);
        stride = (Columns + (2 * (Reach + radius)) + 63) / 16 * 16;
        scratch = strip.Work;
    }

    protected override void Fill(int keep, int from, int to)
    {
        Window.MakeRoom(keep, to);
        work = scratch.Rent<float>((Chunk + (2L * radius)) * stride);
        int size = (2 * radius) + 1;
        int span = Columns + (2 * Reach);
        if (size <= ExtremeKernel.SmallWindow)
        {
            Small(from, to, size, span);
            return;
        }

        for (int y0 = from; y0 < to; y0 += Chunk)
        {
            int count = Math.Min(Chunk, to - y0);
            int run = Runs(y0, count, span + (2 * radius));
            for (int r = 0; r < count; r++)
            {
                float* line = work + ((long)r * stride);
                kernel.Combine(line, line + ((long)(size - run) * stride), line, span + (2 * radius), maximum);
                for (int length = 1; 2 * length <= size; length *= 2)
                {
                    kernel.Combine(line, line + length, line, span + (2 * radius) - length, maximum);
                }

                float* row = Window.Row(y0 + r);
                kernel.Combine(line, line + size - run, row - Reach, span, maximum);
                Replicate(row, Window);
            }
        }
    }

    private void Small(int from, int to, int size, int span)
    {
        nint* rows = stackalloc nint[ExtremeKernel.SmallWindow];
        for (int y = from; y < to; y++)
        {
            for (int r = 0; r < size; r++)
            {
                rows[r] = (nint)(source.Row(Math.Clamp(y - radius + r, 0, ImageHeight - 1)) - Reach - radius);
            }

            float* row = Window.Row(y);
            kernel.Window(rows, size, work, row - Reach, span, maximum);
            Replicate(row, Window);
        }
    }

    /// <summary>Extremes of runs of rows from every row of a chunk on; returns the length of the runs, a power of two.</summary>
    private int Runs(int y0, int count, int columns)
    {
        int size = (2 * radius) + 1;
        int rows = count + (2 * radius);
        float* At(int r) => source.Row(Math.Clamp(y0 - radius + r, 0, ImageHeight - 1)) - Reach - radius;
        for (int r = 0; r < rows - 1; r++)
        {
            kernel.Combine(At(r), At(r + 1), work + ((long)r * stride), columns, maximum);
        }

        int run = 2;
        for (; 2 * run <= size; run *= 2)
        {
            for (int r = 0; r < rows - (2 * run) + 1; r++)
            {
                float* line = work + ((long)r * stride);
                kernel.Combine(line, line + ((long)run * stride), line, columns, maximum);
            }
        }

        return run;
    }
}
