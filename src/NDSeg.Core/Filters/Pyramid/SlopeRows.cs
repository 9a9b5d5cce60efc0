namespace NDSeg.Filters.Pyramid;

/// <summary>
/// First derivatives of a blur in float32, along the row (plane 0) and down the column (plane 1): central differences,
/// one-sided at the border. Their relative error is what counts in products, so float32 is enough here.
/// </summary>
internal sealed unsafe class SlopeRows : RowNode
{
    private readonly BlurRows blur;
    private readonly RowKernel kernel;
    private RowWindow<float> window = null!;

    /// <summary>Describes the rows.</summary>
    internal SlopeRows(BlurRows blur, RowKernel kernel)
        : base(blur.Level)
    {
        this.blur = blur;
        this.kernel = kernel;
        Uses(blur, 1);
    }

    /// <summary>Elements from a plane to the next.</summary>
    internal int PlaneStride => window.Stride;

    /// <summary>Both planes of a row.</summary>
    internal float* Row(int y) => window.Row(y);

    /// <inheritdoc/>
    protected override void Prepare(in Strip strip, int row)
    {
        window = new RowWindow<float>(strip, 2, Columns, Reach, row, window);
    }

    /// <inheritdoc/>
    protected override void Fill(int keep, int from, int to)
    {
        window.MakeRoom(keep, to);
        int first = -Left;
        int last = ImageWidth - 1 - Left;
        for (int y = from; y < to; y++)
        {
            int above = Math.Max(y - 1, 0);
            int below = Math.Min(y + 1, ImageHeight - 1);
            double* centre = blur.Row(y);
            float* across = window.Row(y);
            float* down = window.Row(y, 1);
            kernel.Slopes(centre, blur.Row(above), blur.Row(below), below - above == 2 ? 0.5 : 1, across, down, -((Reach + 7) / 8 * 8), Columns + Reach);
            if (first >= -Reach)
            {
                across[first] = ImageWidth == 1 ? 0 : (float)(centre[first + 1] - centre[first]);
            }

            if (last < Columns + Reach)
            {
                across[last] = ImageWidth == 1 ? 0 : (float)(centre[last] - centre[last - 1]);
            }

            Replicate(across, window);
            Replicate(down, window);
        }
    }
}
