namespace NDSeg.Cpu.Simd;

/// <summary>
/// One vector register read as bytes, 16-bit or 32-bit integers, or float32 values, as the predictor of trees needs it: small
/// integers beside floats in the same kernel. One kernel, several widths, the same bytes. Operations that processors fuse
/// (compare and choose, look up and add) are one operation here. The scalar twin is a register of four bytes.
/// </summary>
/// <typeparam name="TVec">The register.</typeparam>
internal unsafe interface IRegister<TVec>
    where TVec : unmanaged
{
    /// <summary>Bytes in the register.</summary>
    static abstract int Bytes { get; }

    /// <summary>Reads a register; no alignment needed.</summary>
    static abstract TVec Load(void* source);

    /// <summary>Writes a register; no alignment needed.</summary>
    static abstract void Store(void* target, TVec value);

    /// <summary>Bitwise and.</summary>
    static abstract TVec And(TVec a, TVec b);

    /// <summary>Bitwise or.</summary>
    static abstract TVec Or(TVec a, TVec b);

    /// <summary>The same byte everywhere.</summary>
    static abstract TVec Byte(byte value);

    /// <summary>a &lt; b ? a : b for signed bytes.</summary>
    static abstract TVec MinSByte(TVec a, TVec b);

    /// <summary>a &gt; b ? a : b for signed bytes.</summary>
    static abstract TVec MaxSByte(TVec a, TVec b);

    /// <summary>a &gt; b ? yes : no for signed bytes.</summary>
    static abstract TVec SelectGreaterSByte(TVec a, TVec b, TVec yes, TVec no);

    /// <summary>One bit for every signed byte: a &gt; b; the first byte's lowest.</summary>
    static abstract ulong GreaterSByte(TVec a, TVec b);

    /// <summary>yes where a bit is set, no elsewhere, one bit for every 32 bits, the first one's lowest; higher bits do not count.</summary>
    static abstract TVec SelectInt32(uint bits, TVec yes, TVec no);

    /// <summary>The highest bit of every byte, the first byte's lowest.</summary>
    static abstract ulong HighBits(TVec value);

    /// <summary>
    /// Adds to four registers of bytes what a table holds at the numbers of <paramref name="numbers"/>, four registers of
    /// bytes from 0 to 63.
    /// </summary>
    /// <param name="table">64 bytes, aligned to as many.</param>
    /// <param name="parts">How many parts of 16 bytes are used; no number lies beyond them.</param>
    /// <param name="numbers">First number.</param>
    /// <param name="sum0">Sums of the first register's bytes.</param>
    /// <param name="sum1">Of the second.</param>
    /// <param name="sum2">Of the third.</param>
    /// <param name="sum3">Of the fourth.</param>
    static abstract void AddBytesAt(byte* table, int parts, byte* numbers, ref TVec sum0, ref TVec sum1, ref TVec sum2, ref TVec sum3);

    /// <summary>The same 16-bit value everywhere.</summary>
    static abstract TVec UInt16(ushort value);

    /// <summary>a + b, wrapping, for 16-bit values.</summary>
    static abstract TVec AddUInt16(TVec a, TVec b);

    /// <summary>a - b, wrapping, for 16-bit values.</summary>
    static abstract TVec SubtractUInt16(TVec a, TVec b);

    /// <summary>The smaller of unsigned 16-bit values.</summary>
    static abstract TVec MinUInt16(TVec a, TVec b);

    /// <summary>The greater of unsigned 16-bit values.</summary>
    static abstract TVec MaxUInt16(TVec a, TVec b);

    /// <summary>a &gt; b ? yes : no for unsigned 16-bit values.</summary>
    static abstract TVec SelectGreaterUInt16(TVec a, TVec b, TVec yes, TVec no);

    /// <summary>16-bit values times 256, wrapping.</summary>
    static abstract TVec ByteUp(TVec value);

    /// <summary>Unsigned 16-bit values divided by 256.</summary>
    static abstract TVec ByteDown(TVec value);

    /// <summary>The same 32-bit integer everywhere.</summary>
    static abstract TVec Int32(int value);

    /// <summary>a + b, wrapping, for 32-bit integers.</summary>
    static abstract TVec AddInt32(TVec a, TVec b);

    /// <summary>a - b, wrapping, for 32-bit integers.</summary>
    static abstract TVec SubtractInt32(TVec a, TVec b);

    /// <summary>a b, wrapping, for 32-bit integers.</summary>
    static abstract TVec MultiplyInt32(TVec a, TVec b);

    /// <summary>32-bit integers moved to where the exponent of a float32 stands.</summary>
    static abstract TVec ToExponent(TVec value);

    /// <summary>Four registers of 32-bit integers, clamped to -128..127, as one of bytes in order.</summary>
    static abstract TVec SaturateToSByte(TVec a, TVec b, TVec c, TVec d);

    /// <summary>The same float everywhere.</summary>
    static abstract TVec Single(float value);

    /// <summary>a + b for floats.</summary>
    static abstract TVec AddSingle(TVec a, TVec b);

    /// <summary>a - b for floats.</summary>
    static abstract TVec SubtractSingle(TVec a, TVec b);

    /// <summary>a b for floats.</summary>
    static abstract TVec MultiplySingle(TVec a, TVec b);

    /// <summary>a / b for floats, correctly rounded.</summary>
    static abstract TVec DivideSingle(TVec a, TVec b);

    /// <summary>The smaller of two floats; any of them where one is not a number.</summary>
    static abstract TVec MinSingle(TVec a, TVec b);

    /// <summary>The greater of two floats; any of them where one is not a number.</summary>
    static abstract TVec MaxSingle(TVec a, TVec b);

    /// <summary>a &gt; b ? yes : no for floats.</summary>
    static abstract TVec SelectGreaterSingle(TVec a, TVec b, TVec yes, TVec no);

    /// <summary>Zero while every value put in is finite, not a number for good after one that is not.</summary>
    static abstract TVec Poison(TVec poison, TVec value);

    /// <summary>Whether every float is zero.</summary>
    static abstract bool AllZero(TVec value);

    /// <summary>rank + step where a float is not below its threshold (what is not a number is below none), else rank.</summary>
    static abstract TVec CountNotLess(TVec rank, TVec value, TVec threshold, TVec step);

    /// <summary>The floats of a table of one register at each rank; only a rank's lowest bits count.</summary>
    static abstract TVec At(TVec table, TVec rank);

    /// <summary>The floats of a table of two registers at each rank; only a rank's lowest bits count.</summary>
    static abstract TVec At(TVec lower, TVec upper, TVec rank);

    /// <summary>
    /// Adds to four registers of floats what a table holds at the numbers of <paramref name="numbers"/>, one byte a float.
    /// </summary>
    /// <param name="table">Floats, aligned to 64 bytes.</param>
    /// <param name="count">Their number: 16, 32 or 64; no number lies beyond.</param>
    /// <param name="numbers">First number.</param>
    /// <param name="sum0">Sums of the first register's floats.</param>
    /// <param name="sum1">Of the second.</param>
    /// <param name="sum2">Of the third.</param>
    /// <param name="sum3">Of the fourth.</param>
    static abstract void AddSinglesAt(float* table, int count, byte* numbers, ref TVec sum0, ref TVec sum1, ref TVec sum2, ref TVec sum3);
}
