using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Gaussian;

/// <summary>
/// Separable blurs at one vector width. Sums are kept in float64 and rounded to float32 after each direction, which is what
/// scipy.ndimage does: the blurs equal its bytes, and so do second differences of wide blurs, whose range can be as small
/// as a few thousand times the rounding error of a float32 sum. Multiply-adds are fused, in the scalar twin too.
/// </summary>
internal abstract unsafe class BlurKernel
{
    /// <summary>Columns per block: the widened rows of a block stay in the first-level cache.</summary>
    internal const int Block = 32;

    /// <summary>The kernel for passes down the columns.</summary>
    internal static BlurKernel CreateVertical(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>The kernel for passes along the rows, which unaligned loads bind: at most 256 bits, which cross cache lines half as often.</summary>
    internal static BlurKernel CreateHorizontal(SimdWidth width) => LaneSets.Make(width < SimdWidth.Vector256 ? width : SimdWidth.Vector256, new Maker());

    /// <summary>Vertical direction of several blurs at once.</summary>
    /// <param name="source">First float of the row that lies <paramref name="radius"/> above the first row to write.</param>
    /// <param name="sourceStride">Floats from a source row to the next.</param>
    /// <param name="jobs">The blurs, half-widths ascending; every target has <paramref name="targetStride"/>.</param>
    /// <param name="jobCount">Number of blurs, at least 1.</param>
    /// <param name="radius">Greatest half-width.</param>
    /// <param name="targetStride">Floats from a target row to the next.</param>
    /// <param name="rows">Rows to write.</param>
    /// <param name="columns">Columns to write, rounded up to a multiple of <see cref="Block"/>.</param>
    /// <param name="wide">Working memory, (rows + 2 radius) x <see cref="Block"/> doubles.</param>
    internal abstract void Vertical(float* source, long sourceStride, BlurJob* jobs, int jobCount, int radius, long targetStride, int rows, int columns, double* wide);

    /// <summary>Horizontal direction of one blur over several rows.</summary>
    /// <param name="source">First float of the first row; readable 8 + half-width to both sides of the columns written.</param>
    /// <param name="sourceStride">Floats from a source row to the next.</param>
    /// <param name="target">First float of the first row to write; 8 columns to both sides are written too.</param>
    /// <param name="targetStride">Floats from a target row to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns, a multiple of <see cref="Block"/>.</param>
    /// <param name="weights">Weights from the centre outwards.</param>
    /// <param name="radius">Half-width.</param>
    internal abstract void Horizontal(float* source, long sourceStride, float* target, long targetStride, int rows, int columns, double* weights, int radius);

    private sealed class Maker : ILaneSetMaker<BlurKernel>
    {
        BlurKernel ILaneSetMaker<BlurKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new BlurKernel<TD, TC, TFloat, TDouble>();
    }
}
