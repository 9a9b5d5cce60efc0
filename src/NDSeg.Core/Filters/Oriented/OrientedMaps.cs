using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Oriented;

/// <summary>The oriented derivatives of one scale.</summary>
internal sealed unsafe class OrientedMaps : LevelMaps
{
    private readonly BlurRows blur;
    private readonly OrientedKernel kernel;
    private readonly double scale;

    /// <summary>Asks for the rows.</summary>
    internal OrientedMaps(RowGraph graph, double sigma, int[] places, OrientedKernel kernel)
        : base(PyramidLevel.Of(sigma), places)
    {
        this.kernel = kernel;
        scale = RowGraph.InBlocks(sigma);
        blur = graph.Blur(sigma);
        blur.Keep(2 + Around);
    }

    internal override void Write(int y, float** rows, int from, int columns, bool stream)
    {
        // With two blocks or fewer on an axis both differences of its second derivative are the same: what the kernel gave would be their
        // rounding.
        float** wanted = stackalloc float*[Most];
        new ReadOnlySpan<nint>(rows, Most).CopyTo(new Span<nint>(wanted, Most));
        Flatten(wanted, OrientedQuantity.Dxx, blur.ImageWidth, from, columns);
        Flatten(wanted, OrientedQuantity.Dyy, blur.ImageHeight, from, columns);

        double** near = stackalloc double*[5];
        for (int r = 0; r < 5; r++)
        {
            near[r] = blur.SlopeRow(y - 2 + r);
        }

        kernel.Write(near, wanted, scale, from, from + columns, stream);
    }

    private static void Flatten(float** rows, OrientedQuantity quantity, int blocks, int from, int columns)
    {
        ref float* row = ref rows[(int)quantity];
        if (blocks <= 2 && row != null)
        {
            new Span<float>(row + from, columns).Clear();
            row = null;
        }
    }
}
