namespace NDSeg.Filters.Volumes;

/// <summary>Central differences of the rows of a blur, one-sided at the border of the volume.</summary>
internal static unsafe class VolumeSlopes
{
    /// <summary>Derivatives of one row along all axes.</summary>
    /// <param name="graph">Volume and kernels.</param>
    /// <param name="blur">The blur; the neighbours of the row are there.</param>
    /// <param name="z">Slice of the volume.</param>
    /// <param name="y">Row of the volume.</param>
    /// <param name="x">First column of the volume.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="alongZ">Receives the derivative along z; null where it is not wanted.</param>
    /// <param name="alongY">Along y.</param>
    /// <param name="alongX">Along x.</param>
    internal static void Write(PlaneGraph graph, BlurPlanes blur, int z, int y, int x, int columns, double* alongZ, double* alongY, double* alongX)
    {
        AcrossSlices(graph, blur, z, y, x, columns, alongZ);
        AcrossRows(graph, blur, z, y, x, columns, alongY);
        AlongRow(graph, blur.Row(z, y, x), x, columns, alongX);
    }

    /// <summary>The derivative of one row along z.</summary>
    internal static void AcrossSlices(PlaneGraph graph, BlurPlanes blur, int z, int y, int x, int columns, double* target)
    {
        var d = AxisDifference.At(z, graph.Volume.Depth, graph.Ratio.Z);
        graph.Kernel.Difference(blur.Row(d.After, y, x), blur.Row(d.Before, y, x), d.Factor, target, columns);
    }

    /// <summary>The derivative of one row along y.</summary>
    internal static void AcrossRows(PlaneGraph graph, BlurPlanes blur, int z, int y, int x, int columns, double* target)
    {
        var d = AxisDifference.At(y, graph.Volume.Height, graph.Ratio.Y);
        graph.Kernel.Difference(blur.Row(z, d.After, x), blur.Row(z, d.Before, x), d.Factor, target, columns);
    }

    /// <summary>The derivative of a row along x.</summary>
    /// <param name="graph">Volume and kernels.</param>
    /// <param name="source">The row's column x; its neighbours within the volume are there.</param>
    /// <param name="x">First column of the volume.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="target">Receives the derivative.</param>
    internal static void AlongRow(PlaneGraph graph, double* source, int x, int columns, double* target)
    {
        int width = graph.Volume.Width;
        graph.Kernel.Difference(source + 1, source - 1, 0.5, target, columns);
        if (x == 0)
        {
            Border(source, 0, target);
        }

        if (x + columns == width)
        {
            Border(source, columns - 1, target);
        }

        void Border(double* row, int i, double* to)
        {
            var d = AxisDifference.At(x + i, width, 1);
            to[i] = (row[d.After - x] - row[d.Before - x]) * d.Factor;
        }
    }
}
