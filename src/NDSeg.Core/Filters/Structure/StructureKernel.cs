using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Structure;

/// <summary>Eigenvalues of the structure tensor, at one vector width.</summary>
internal abstract unsafe class StructureKernel
{
    /// <summary>Columns computed together; columns are a multiple of it.</summary>
    internal const int Block = 32;

    /// <summary>The kernel of one vector width.</summary>
    internal static StructureKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>One row of every wanted map.</summary>
    /// <param name="xx">Blurred squares of slopes along the row.</param>
    /// <param name="yy">Blurred squares of slopes down the column.</param>
    /// <param name="xy">Blurred products of both.</param>
    /// <param name="inner">Inner scale.</param>
    /// <param name="maps">Rows to write in the order of <see cref="StructureQuantity"/>, null for one that is not wanted.</param>
    /// <param name="from">First column.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="stream">Write past the caches.</param>
    internal abstract void Write(double* xx, double* yy, double* xy, float inner, float** maps, int from, int columns, bool stream);

    private sealed class Maker : ILaneSetMaker<StructureKernel>
    {
        StructureKernel ILaneSetMaker<StructureKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new StructureKernel<TF, TFloat, TD, TDouble, TC>();
    }
}
