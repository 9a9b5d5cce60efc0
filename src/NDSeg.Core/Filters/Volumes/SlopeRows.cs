namespace NDSeg.Filters.Volumes;

/// <summary>First derivatives of a blur along the three axes, row by row: (z, y, x), in grey values per x pixel.</summary>
internal sealed unsafe class SlopeRows
{
    private readonly PlaneGraph graph;
    private readonly BlurPlanes blur;
    private double* memory;
    private long stride;
    private (int Z, int Y) at = (-1, -1);

    /// <summary>Asks for the blur.</summary>
    internal SlopeRows(PlaneGraph graph, BlurPlanes blur)
    {
        this.graph = graph;
        this.blur = blur;
        blur.Require(before: 1, after: 1, lead: 1, reachY: 1, reachX: 1);
    }

    /// <summary>Turns to the graph's new block.</summary>
    internal void Start()
    {
        stride = graph.Block.Width + (2 * VolumeKernel.Unit);
        memory = graph.Arena.Rent<double>(3 * stride);
        at = (-1, -1);
    }

    /// <summary>The derivative along an axis of the block's columns.</summary>
    /// <param name="z">Slice of the volume.</param>
    /// <param name="y">Row of the volume.</param>
    /// <param name="axis">0 for z, 1 for y, 2 for x.</param>
    internal double* Row(int z, int y, int axis)
    {
        if (at != (z, y))
        {
            at = (z, y);
            VolumeSlopes.Write(graph, blur, z, y, graph.Block.X, graph.Block.Width, memory, memory + stride, memory + (2 * stride));
        }

        return memory + (axis * stride);
    }
}
