using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Bilateral;

/// <summary>Bilateral means at one vector width. Columns are rounded up to whole vectors.</summary>
internal abstract unsafe class BilateralKernel
{
    /// <summary>The kernel of one vector width.</summary>
    internal static BilateralKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>Integer means of the pixels of a disc that differ from the centre by less than a span.</summary>
    /// <param name="at">First pixel of the row; pixels outside the image hold a value no pixel is close to.</param>
    /// <param name="offsets">The pixels of the disc, from <paramref name="at"/>.</param>
    /// <param name="count">Number of pixels in the disc.</param>
    /// <param name="span">Differences below it count.</param>
    /// <param name="counts">Working memory for a row: number of close pixels.</param>
    /// <param name="shifts">Working memory for a row: sum of their differences from the centre, plus 32768.</param>
    /// <param name="target">Row to write.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="stream">Write past the caches.</param>
    internal abstract void Row(ushort* at, long* offsets, int count, int span, ushort* counts, ushort* shifts, float* target, int columns, bool stream);

    private sealed class Maker : ILaneSetMaker<BilateralKernel>
    {
        BilateralKernel ILaneSetMaker<BilateralKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new BilateralKernel<TU, TUShort, TF, TFloat, TC, TDouble>();
    }
}
