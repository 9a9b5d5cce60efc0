namespace NDSeg.Filters.Volumes;

/// <summary>The columns of a row that lie outside the volume.</summary>
internal static unsafe class RowBorder
{
    /// <summary>Repeats the first and the last voxel of a row outwards.</summary>
    /// <param name="row">Where column 0 is.</param>
    /// <param name="from">First column that is there.</param>
    /// <param name="to">Column behind the last that is there.</param>
    /// <param name="left">First column to fill; nothing where it is there.</param>
    /// <param name="right">Column behind the last to fill.</param>
    internal static void Repeat(double* row, int from, int to, int left, int right)
    {
        if (left < from)
        {
            new Span<double>(row + left, from - left).Fill(row[from]);
        }

        if (right > to)
        {
            new Span<double>(row + to, right - to).Fill(row[to - 1]);
        }
    }
}
