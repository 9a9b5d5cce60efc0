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
        double** near = stackalloc double*[5];
        for (int r = 0; r < 5; r++)
        {
            near[r] = blur.SlopeRow(y - 2 + r);
        }

        kernel.Write(near, rows, scale, from, from + columns, stream);
    }
}
