namespace NDSeg.Features.Simd;

/// <summary>Sums of squares of signed 16-bit lanes in 32 bits.</summary>
/// <typeparam name="TShort">Vector of 16-bit lanes.</typeparam>
/// <typeparam name="TInt">Vector of 32-bit lanes; two of them hold one sum per 16-bit lane.</typeparam>
internal unsafe interface ISquares<TShort, TInt>
    where TShort : unmanaged
    where TInt : unmanaged
{
    /// <summary>Adds a^2 + b^2 to the sums, whose lanes may be in any order.</summary>
    static abstract void Accumulate(TShort a, TShort b, ref TInt low, ref TInt high);

    /// <summary>Writes the sums in the order of the 16-bit lanes.</summary>
    static abstract void Store(int* target, TInt low, TInt high);
}
