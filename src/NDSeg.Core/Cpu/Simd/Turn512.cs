using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Cpu.Simd;

/// <summary>Transposes blocks of eight by eight float64 values in registers.</summary>
internal static unsafe class Turn512
{
    /// <summary>Rows and columns of a block.</summary>
    internal const int Edge = 8;

    /// <summary>Whether this processor can.</summary>
    internal static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Writes the block's columns as rows.</summary>
    /// <param name="source">First value of the first row.</param>
    /// <param name="stride">From a row of the source to the next.</param>
    /// <param name="target">Where the eight columns go.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Block(double* source, long stride, double** target)
    {
        Vector512<double> r0 = Vector512.Load(source), r1 = Vector512.Load(source + stride);
        Vector512<double> r2 = Vector512.Load(source + (2 * stride)), r3 = Vector512.Load(source + (3 * stride));
        Vector512<double> r4 = Vector512.Load(source + (4 * stride)), r5 = Vector512.Load(source + (5 * stride));
        Vector512<double> r6 = Vector512.Load(source + (6 * stride)), r7 = Vector512.Load(source + (7 * stride));

        // Pairs of rows: even columns in the one, odd columns in the other.
        Columns(Avx512F.UnpackLow(r0, r1), Avx512F.UnpackLow(r2, r3), Avx512F.UnpackLow(r4, r5), Avx512F.UnpackLow(r6, r7), target);
        Columns(Avx512F.UnpackHigh(r0, r1), Avx512F.UnpackHigh(r2, r3), Avx512F.UnpackHigh(r4, r5), Avx512F.UnpackHigh(r6, r7), target + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, double** target)
    {
        const byte Even = 0x88;
        const byte Odd = 0xDD;
        Vector512<double> upper = Avx512F.Shuffle4x128(a, b, Even), lower = Avx512F.Shuffle4x128(c, d, Even);
        Avx512F.Shuffle4x128(upper, lower, Even).Store(target[0]);
        Avx512F.Shuffle4x128(upper, lower, Odd).Store(target[4]);
        upper = Avx512F.Shuffle4x128(a, b, Odd);
        lower = Avx512F.Shuffle4x128(c, d, Odd);
        Avx512F.Shuffle4x128(upper, lower, Even).Store(target[2]);
        Avx512F.Shuffle4x128(upper, lower, Odd).Store(target[6]);
    }
}
