using System.Runtime.CompilerServices;

namespace NDSeg.Cpu.Simd;

/// <summary>Conversions of the scalar twin.</summary>
internal unsafe struct ScalarConversions : IConversions<float, double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadWide(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrow(float* target, double value) => *target = (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FromBytes(byte* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FromUInt16(ushort* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FromInt32(int* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Floor(float value) => MathF.Floor(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fused(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Fused(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrowStream(float* target, double value) => *target = (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ZipLow(float a, float b) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ZipHigh(float a, float b) => b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Even(double a, double b) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Odd(double a, double b) => b;
}
