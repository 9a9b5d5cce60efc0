using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Cpu.Simd;

/// <summary>Conversions between 256-bit vectors.</summary>
internal unsafe struct Conversions256 : IConversions<Vector256<float>, Vector256<double>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadWide(float* source) => Avx.ConvertToVector256Double(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrow(float* target, Vector256<double> value) => Avx.ConvertToVector128Single(value).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FromBytes(byte* source) => Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FromUInt16(ushort* source) => Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FromInt32(int* source) => Vector256.ConvertToSingle(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Floor(Vector256<float> value) => Vector256.Floor(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fused(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Fused(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrowStream(float* target, Vector256<double> value) => Avx.ConvertToVector128Single(value).StoreAlignedNonTemporal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ZipLow(Vector256<float> a, Vector256<float> b) => Avx.Permute2x128(Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b), 0x20);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ZipHigh(Vector256<float> a, Vector256<float> b) => Avx.Permute2x128(Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b), 0x31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Even(Vector256<double> a, Vector256<double> b) => Avx2.Permute4x64(Avx.UnpackLow(a, b), 0xD8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Odd(Vector256<double> a, Vector256<double> b) => Avx2.Permute4x64(Avx.UnpackHigh(a, b), 0xD8);
}
