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

    private sealed class Maker : ILaneSetMaker<ExtremeKernel>
    {
        ExtremeKernel ILaneSetMaker<ExtremeKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new ExtremeKernel<TF, TFloat>();
    }
}
