using NDSeg.Filters.Pyramid;

namespace NDSeg.Filters.Tophat;

/// <summary>The slightly blurred image at a level in float32, which is exact enough for extremes and their differences.</summary>
internal sealed unsafe class FineRows : FloatRows
{
    private readonly RowSource source;
    private readonly RowKernel kernel;

    /// <summary>Describes the rows.</summary>
    internal FineRows(RowGraph graph, int level)
        : base(level)
    {
        kernel = graph.Kernel;
        BlurRows fine = graph.Fine(RowGraph.FineScale);
        source = RowSource.Of(level == 1 ? fine : graph.Means(fine, level));
        Uses(source.Node, 0);
    }

    protected override void Fill(int keep, int from, int to)
    {
        Window.MakeRoom(keep, to);
        for (int y = from; y < to; y++)
        {
            float* row = Window.Row(y);
            kernel.Narrow((double*)source.Row(y, 0), row, -((Reach + 7) / 8 * 8), Columns + Reach);
            Replicate(row, Window);
        }
    }
}
