namespace NDSeg.Cpu.Simd;

/// <summary>Lane-by-lane conversions that the kernels need beside <see cref="ILanes{TVec, TElem}"/>.</summary>
/// <typeparam name="TFloat">Vector of floats.</typeparam>
/// <typeparam name="TDouble">Vector of doubles with half as many lanes (one, for the scalar twin).</typeparam>
internal unsafe interface IConversions<TFloat, TDouble>
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    /// <summary>Floats widened to as many doubles as <typeparamref name="TDouble"/> has lanes.</summary>
    static abstract TDouble LoadWide(float* source);

    /// <summary>Doubles rounded to floats, as many as <typeparamref name="TDouble"/> has lanes.</summary>
    static abstract void StoreNarrow(float* target, TDouble value);

    /// <summary>Bytes as floats, as many as <typeparamref name="TFloat"/> has lanes.</summary>
    static abstract TFloat FromBytes(byte* source);

    /// <summary>16-bit unsigned integers as floats.</summary>
    static abstract TFloat FromUInt16(ushort* source);

    /// <summary>Signed 32-bit integers as floats.</summary>
    static abstract TFloat FromInt32(int* source);

    /// <summary>Greatest integer not above.</summary>
    static abstract TFloat Floor(TFloat value);

    /// <summary>a b + c with one rounding, on every implementation: the same bytes with and without fused instructions.</summary>
    static abstract TFloat Fused(TFloat a, TFloat b, TFloat c);

    /// <inheritdoc cref="Fused(TFloat, TFloat, TFloat)"/>
    static abstract TDouble Fused(TDouble a, TDouble b, TDouble c);

    /// <summary>Doubles rounded to floats and written past the caches; <paramref name="target"/> is aligned to their size.</summary>
    static abstract void StoreNarrowStream(float* target, TDouble value);

    /// <summary>The first half of a0 b0 a1 b1 ...; a for one lane.</summary>
    static abstract TFloat ZipLow(TFloat a, TFloat b);

    /// <summary>The second half of a0 b0 a1 b1 ...; b for one lane.</summary>
    static abstract TFloat ZipHigh(TFloat a, TFloat b);

    /// <summary>The elements 0, 2, 4, ... of a followed by b; a for one lane.</summary>
    static abstract TDouble Even(TDouble a, TDouble b);

    /// <summary>The elements 1, 3, 5, ... of a followed by b; b for one lane.</summary>
    static abstract TDouble Odd(TDouble a, TDouble b);
}
