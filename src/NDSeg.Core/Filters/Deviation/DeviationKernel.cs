using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Deviation;

/// <summary>Standard deviations from weighted means, at one vector width.</summary>
internal abstract unsafe class DeviationKernel
{
    /// <summary>Columns computed together; columns are a multiple of it.</summary>
    internal const int Block = 32;

    /// <summary>The kernel of one vector width.</summary>
    internal static DeviationKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>map = sqrt(max(squares - mean^2, 0)).</summary>
    internal abstract void Write(double* squares, double* mean, float* map, int from, int columns, bool stream);

    private sealed class Maker : ILaneSetMaker<DeviationKernel>
    {
        DeviationKernel ILaneSetMaker<DeviationKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new DeviationKernel<TF, TFloat, TD, TDouble, TC>();
    }
}
