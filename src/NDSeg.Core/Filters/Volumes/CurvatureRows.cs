namespace NDSeg.Filters.Volumes;

/// <summary>Second derivatives of a blur, row by row: first derivatives of first derivatives, in the order zz, zy, zx, yy, yx, xx.</summary>
internal sealed unsafe class CurvatureRows
{
    /// <summary>Derivatives of a row.</summary>
    internal const int Count = 6;

    // A derivative of a derivative needs columns to both sides of the block.
    private const int Side = 8;

    private readonly PlaneGraph graph;
    private readonly BlurPlanes blur;
    private double** rows;
    private double* after;
    private double* before;
    private double* own;
    private (int Z, int Y) at = (-1, -1);

    /// <summary>Asks for the blur.</summary>
    internal CurvatureRows(PlaneGraph graph, BlurPlanes blur)
    {
        this.graph = graph;
        this.blur = blur;
        blur.Require(before: 2, after: 2, lead: 2, reachY: 2, reachX: 2);
    }

    /// <summary>Turns to the graph's new block.</summary>
    internal void Start()
    {
        long stride = graph.Block.Width + (2 * VolumeKernel.Unit);
        rows = (double**)graph.Arena.Rent<nint>(Count);
        for (int i = 0; i < Count; i++)
        {
            rows[i] = graph.Arena.Rent<double>(stride);
        }

        after = graph.Arena.Rent<double>(stride) + Side;
        before = graph.Arena.Rent<double>(stride) + Side;
        own = graph.Arena.Rent<double>(stride) + Side;
        at = (-1, -1);
    }

    /// <summary>The six rows of the block's columns.</summary>
    /// <param name="z">Slice of the volume.</param>
    /// <param name="y">Row of the volume.</param>
    internal double** Rows(int z, int y)
    {
        if (at != (z, y))
        {
            at = (z, y);
            Write(z, y);
        }

        return rows;
    }

    private void Write(int z, int y)
    {
        int x = graph.Block.X, columns = graph.Block.Width;
        VolumeKernel kernel = graph.Kernel;
        var dz = AxisDifference.At(z, graph.Volume.Depth, graph.Ratio.Z);
        var dy = AxisDifference.At(y, graph.Volume.Height, graph.Ratio.Y);

        VolumeSlopes.AcrossSlices(graph, blur, dz.After, y, x, columns, after);
        VolumeSlopes.AcrossSlices(graph, blur, dz.Before, y, x, columns, before);
        kernel.Difference(after, before, dz.Factor, rows[0], columns);

        VolumeSlopes.AcrossSlices(graph, blur, z, dy.After, x, columns, after);
        VolumeSlopes.AcrossSlices(graph, blur, z, dy.Before, x, columns, before);
        kernel.Difference(after, before, dy.Factor, rows[1], columns);

        VolumeSlopes.AcrossRows(graph, blur, z, dy.After, x, columns, after);
        VolumeSlopes.AcrossRows(graph, blur, z, dy.Before, x, columns, before);
        kernel.Difference(after, before, dy.Factor, rows[3], columns);

        // Slopes along the other axes, one column more to each side as far as the volume reaches.
        int from = Math.Max(x - 1, 0);
        int width = Math.Min(x + columns + 1, graph.Volume.Width) - from;
        double* wide = own + from - x;
        VolumeSlopes.AcrossSlices(graph, blur, z, y, from, width, wide);
        VolumeSlopes.AlongRow(graph, own, x, columns, rows[2]);
        VolumeSlopes.AcrossRows(graph, blur, z, y, from, width, wide);
        VolumeSlopes.AlongRow(graph, own, x, columns, rows[4]);
        VolumeSlopes.AlongRow(graph, blur.Row(z, y, from), from, width, wide);
        VolumeSlopes.AlongRow(graph, own, x, columns, rows[5]);
    }
}
