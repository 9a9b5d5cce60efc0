using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Discs;

/// <summary>Statistics over discs of the 8-bit image at one vector width. Columns are rounded up to whole vectors.</summary>
internal abstract unsafe class DiscKernel
{
    /// <summary>The kernel of one vector width.</summary>
    internal static DiscKernel Create(SimdWidth width) => LaneSets.Make(width, new Maker());

    /// <summary>Extremes of two planes: doubles the length of horizontal runs.</summary>
    internal abstract void Combine(byte* first, byte* second, byte* target, long stride, int rows, int columns, bool maximum);

    /// <summary>Extremes over a disc: every chord is two overlapping runs.</summary>
    /// <param name="at">First pixel of the row in plane 0.</param>
    /// <param name="offsets">Runs, in bytes from <paramref name="at"/>.</param>
    /// <param name="count">Number of runs.</param>
    /// <param name="target">Row to write.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="maximum">Maxima, else minima.</param>
    internal abstract void Fold(byte* at, long* offsets, int count, byte* target, int columns, bool maximum);

    /// <summary>Sums over a disc from row prefix sums: every chord is one difference.</summary>
    /// <param name="at">First pixel of the row.</param>
    /// <param name="ends">For every chord where the prefix sum at its end is, from <paramref name="at"/>.</param>
    /// <param name="starts">The same for its start.</param>
    /// <param name="count">Number of chords.</param>
    /// <param name="target">Row to write.</param>
    /// <param name="columns">Columns.</param>
    internal abstract void ChordSums(int* at, long* ends, long* starts, int count, int* target, int columns);

    /// <summary>
    /// Integer quotients of sums below 2^24: a float32 quotient is never rounded up to the next integer, because it
    /// would have to be nearer to it than 1 / divisor.
    /// </summary>
    internal abstract void Quotient(int* sums, float* divisors, float* target, int columns, bool stream);

    private sealed class Maker : ILaneSetMaker<DiscKernel>
    {
        DiscKernel ILaneSetMaker<DiscKernel>.Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>() => new DiscKernel<TB, TByte, TI, TInt, TF, TFloat, TC, TDouble>();
    }
}
