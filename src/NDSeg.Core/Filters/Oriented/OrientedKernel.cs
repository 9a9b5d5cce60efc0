using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Oriented;

/// <summary>Derivatives of a blur by central differences, at one vector width.</summary>
internal abstract unsafe class OrientedKernel
{
    /// <summary>The kernel of one vector width.</summary>
    internal static OrientedKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>One row of every wanted map.</summary>
    /// <param name="blur">Five rows of the blur, from two above to two below.</param>
    /// <param name="maps">Rows to write in the order of <see cref="OrientedQuantity"/>, null for one that is not wanted.</param>
    /// <param name="scale">Factor of a first derivative; its square is that of a second one.</param>
    /// <param name="from">First column.</param>
    /// <param name="to">End of the columns.</param>
    /// <param name="stream">Write past the caches.</param>
    internal abstract void Write(double** blur, float** maps, double scale, int from, int to, bool stream);

    private sealed class Maker : ILaneSetMaker<OrientedKernel>
    {
        OrientedKernel ILaneSetMaker<OrientedKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new OrientedKernel<TFloat, TD, TDouble, TC>();
    }
}
