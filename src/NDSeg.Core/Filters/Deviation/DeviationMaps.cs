using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Deviation;

/// <summary>The local standard deviation of one scale.</summary>
internal sealed unsafe class DeviationMaps : LevelMaps
{
    private readonly BlurRows squares;
    private readonly BlurRows mean;
    private readonly DeviationKernel kernel;

    /// <summary>Asks for the rows.</summary>
    internal DeviationMaps(RowGraph graph, double sigma, int[] places, DeviationKernel kernel)
        : base(PyramidLevel.Of(sigma), places)
    {
        this.kernel = kernel;
        mean = graph.Blur(sigma);
        mean.Keep(Around);
        squares = graph.BlurredSquares(sigma);
        squares.Pass(Around);
    }

    internal override void Write(int y, float** rows, int from, int columns, bool stream)
        => kernel.Write(squares.Row(y), mean.Row(y), rows[0], from, columns, stream);
}
