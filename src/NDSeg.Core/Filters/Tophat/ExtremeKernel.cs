using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Tophat;

/// <summary>Minima and maxima of float rows, at one vector width.</summary>
internal abstract unsafe class ExtremeKernel
{
    /// <summary>The kernel of one vector width.</summary>
    internal static ExtremeKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>
    /// The extremes of two rows, element by element; columns are rounded up to whole vectors. The target may be the first row:
    /// it is read and written from left to right.
    /// </summary>
    internal abstract void Combine(float* first, float* second, float* target, int columns, bool maximum);

    /// <summary>The extremes of a small square window, down the columns first. Extremes are exact: no order gives other bytes.</summary>
    /// <param name="rows">As many rows as the window is high; the window's first column of the first target.</param>
    /// <param name="size">Edge of the window, odd, at most <see cref="SmallWindow"/>.</param>
    /// <param name="work">Room for the columns and the window.</param>
    /// <param name="target">Receives the extremes.</param>
    /// <param name="columns">Columns, rounded up to two whole vectors.</param>
    /// <param name="maximum">Maxima, else minima.</param>
    internal abstract void Window(nint* rows, int size, float* work, float* target, int columns, bool maximum);

    /// <summary>Largest edge up to which reading a window whole is faster than doubling.</summary>
    internal const int SmallWindow = 9;

    private sealed class Maker : ILaneSetMaker<ExtremeKernel>
    {
        ExtremeKernel ILaneSetMaker<ExtremeKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new ExtremeKernel<TF, TFloat>();
    }
}
