using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Pyramid;

/// <summary>
/// What the nodes of the pyramid do to rows, at one vector width. Everything is float64: small second differences and small
/// variances are differences of nearly equal numbers. Column 0 of every row is the strip's first; columns are rounded up to
/// whole vectors, and to whole blocks where that is said.
/// </summary>
internal abstract unsafe class RowKernel
{
    /// <summary>Columns of a block of <see cref="Vertical"/>: the widened rows of a block stay in the first-level cache.</summary>
    internal const int Block = 32;

    /// <summary>Greatest number of columns written together along a row.</summary>
    internal const int Unit = 32;

    /// <summary>Rows that are turned together.</summary>
    internal const int TurnedRows = Turn512.Edge;

    /// <summary>Least half-width from which turning pays (measured).</summary>
    protected const int LeastTurned = 5;

    /// <summary>The kernel of one vector width.</summary>
    internal static RowKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>Vertical direction of a symmetric window.</summary>
    /// <param name="samples">What is taken of the source rows.</param>
    /// <param name="source">rows + 2 radius source rows.</param>
    /// <param name="plane">Elements from the first plane of a source row to its second.</param>
    /// <param name="scale">Factor of grey values.</param>
    /// <param name="weights">Weights from the centre outwards.</param>
    /// <param name="radius">Half-width.</param>
    /// <param name="target">First row to write.</param>
    /// <param name="stride">From a target row to the next, or from eight turned rows to the next eight.</param>
    /// <param name="rows">Rows to write.</param>
    /// <param name="from">First column.</param>
    /// <param name="to">End of the columns; rounded up to whole blocks.</param>
    /// <param name="wide">Working memory, (rows + 2 radius) x <see cref="Block"/>.</param>
    /// <param name="turned">Write rows turned, eight at a time; rows are a multiple of 8.</param>
    internal abstract void Vertical(RowSamples samples, nint* source, int plane, double scale, double* weights, int radius, double* target, long stride, int rows, int from, int to, double* wide, bool turned);

    /// <summary>Horizontal direction of a symmetric window.</summary>
    internal abstract void Horizontal(double* source, double* target, double* weights, int radius, int from, int to);

    /// <summary>
    /// Whether eight rows at a time are better turned between the two directions, so that their columns lie below each other:
    /// every vector of them is then loaded twice and not for every weight. Worth while from a half-width on.
    /// </summary>
    internal abstract bool Turns(int radius);

    /// <summary>Horizontal direction of eight turned rows; the same sums as <see cref="Horizontal"/>.</summary>
    /// <param name="columns">Eight values of the strip's first column, those of the next one behind them.</param>
    /// <param name="target">The eight rows to write.</param>
    /// <param name="weights">Weights from the centre outwards.</param>
    /// <param name="radius">Half-width.</param>
    /// <param name="from">First column, a multiple of 8.</param>
    /// <param name="to">End of the columns; rounded up to a multiple of 8.</param>
    internal abstract void HorizontalTurned(double* columns, nint* target, double* weights, int radius, int from, int to);

    /// <summary>target = sum of source rows.</summary>
    internal abstract void Sum(RowSamples samples, nint* source, int plane, double scale, int count, double* target, int from, int to);

    /// <summary>row[i] = (row[2 i] + row[2 i + 1]) * factor, in place.</summary>
    internal abstract void Halve(double* row, double factor, int columns);

    /// <summary>Rounded to float32.</summary>
    internal abstract void Narrow(double* source, float* target, int from, int to);

    /// <summary>Central differences: across = (centre[x + 1] - centre[x - 1]) / 2, down = (below - above) * factor.</summary>
    internal abstract void Slopes(double* centre, double* above, double* below, double factor, float* across, float* down, int from, int to);

    /// <summary>Interpolates a row of block values at the pixels: level x blocks values.</summary>
    /// <param name="source">The value of the first block; one more lies on either side.</param>
    /// <param name="target">Values at the pixels, from the first block's first pixel on.</param>
    /// <param name="level">2, 4 or 8.</param>
    /// <param name="blocks">Blocks.</param>
    internal abstract void Expand(float* source, float* target, int level, int blocks);

    /// <summary>target = above + share (below - above).</summary>
    internal abstract void Blend(float* above, float* below, float share, float* target, int columns, bool stream);

    private sealed class Maker : ILaneSetMaker<RowKernel>
    {
        RowKernel ILaneSetMaker<RowKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new RowKernel<TF, TFloat, TD, TDouble, TC>();
    }
}
