using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Structure;

/// <summary>The structure tensor maps of one scale.</summary>
internal sealed unsafe class StructureMaps : LevelMaps
{
    private readonly BlurRows tensor;
    private readonly StructureKernel kernel;
    private readonly float inner;

    /// <summary>Asks for the rows.</summary>
    internal StructureMaps(RowGraph graph, double sigma, int[] places, StructureKernel kernel)
        : base(PyramidLevel.Of(sigma), places)
    {
        this.kernel = kernel;
        double scale = StructureFamily.InnerScale(sigma);
        inner = (float)scale;
        tensor = graph.Tensor(scale, sigma);
        tensor.Pass(Around);
    }

    internal override void Write(int y, float** rows, int from, int columns, bool stream)
        => kernel.Write(tensor.Row(y), tensor.Row(y, 1), tensor.Row(y, 2), inner, rows, from, columns, stream);
}
