using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Cpu.Simd;

/// <summary>AVX-512 with byte permutes (VBMI): tables of 64 bytes in one register.</summary>
internal unsafe struct Register512 : IRegister<Vector512<byte>>
{
    /// <summary>Whether this processor has them.</summary>
    public static bool IsSupported => Avx512Vbmi.IsSupported;

    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(void* source) => Vector512.Load((byte*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* target, Vector512<byte> value) => value.Store((byte*)target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> And(Vector512<byte> a, Vector512<byte> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Or(Vector512<byte> a, Vector512<byte> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Byte(byte value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MinSByte(Vector512<byte> a, Vector512<byte> b) => Vector512.Min(a.AsSByte(), b.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MaxSByte(Vector512<byte> a, Vector512<byte> b) => Vector512.Max(a.AsSByte(), b.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SelectGreaterSByte(Vector512<byte> a, Vector512<byte> b, Vector512<byte> yes, Vector512<byte> no)
        => Vector512.ConditionalSelect(Vector512.GreaterThan(a.AsSByte(), b.AsSByte()).AsByte(), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong GreaterSByte(Vector512<byte> a, Vector512<byte> b)
        => Vector512.GreaterThan(a.AsSByte(), b.AsSByte()).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SelectInt32(uint bits, Vector512<byte> yes, Vector512<byte> no)
    {
        Vector512<int> lanes = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        return Vector512.ConditionalSelect(Vector512.Equals(Vector512.Create((int)bits) & lanes, lanes), yes.AsInt32(), no.AsInt32()).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HighBits(Vector512<byte> value) => value.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddBytesAt(byte* table, int parts, byte* numbers, ref Vector512<byte> sum0, ref Vector512<byte> sum1, ref Vector512<byte> sum2, ref Vector512<byte> sum3)
    {
        Vector512<byte> t = Vector512.LoadAligned(table);
        sum0 += Avx512Vbmi.PermuteVar64x8(t, Vector512.Load(numbers));
        sum1 += Avx512Vbmi.PermuteVar64x8(t, Vector512.Load(numbers + 64));
        sum2 += Avx512Vbmi.PermuteVar64x8(t, Vector512.Load(numbers + 128));
        sum3 += Avx512Vbmi.PermuteVar64x8(t, Vector512.Load(numbers + 192));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> UInt16(ushort value) => Vector512.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddUInt16(Vector512<byte> a, Vector512<byte> b) => (a.AsUInt16() + b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SubtractUInt16(Vector512<byte> a, Vector512<byte> b) => (a.AsUInt16() - b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MinUInt16(Vector512<byte> a, Vector512<byte> b) => Vector512.Min(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MaxUInt16(Vector512<byte> a, Vector512<byte> b) => Vector512.Max(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SelectGreaterUInt16(Vector512<byte> a, Vector512<byte> b, Vector512<byte> yes, Vector512<byte> no)
        => Vector512.ConditionalSelect(Vector512.GreaterThan(a.AsUInt16(), b.AsUInt16()), yes.AsUInt16(), no.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ByteUp(Vector512<byte> value) => (value.AsUInt16() << 8).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ByteDown(Vector512<byte> value) => (value.AsUInt16() >>> 8).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Int32(int value) => Vector512.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddInt32(Vector512<byte> a, Vector512<byte> b) => (a.AsInt32() + b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SubtractInt32(Vector512<byte> a, Vector512<byte> b) => (a.AsInt32() - b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplyInt32(Vector512<byte> a, Vector512<byte> b) => (a.AsInt32() * b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ToExponent(Vector512<byte> value) => (value.AsInt32() << 23).AsByte();

    // Packs work within 128-bit lanes, so a transposition of dwords follows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SaturateToSByte(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c, Vector512<byte> d)
    {
        Vector512<sbyte> lanes = Avx512BW.PackSignedSaturate(Avx512BW.PackSignedSaturate(a.AsInt32(), b.AsInt32()), Avx512BW.PackSignedSaturate(c.AsInt32(), d.AsInt32()));
        return Avx512F.PermuteVar16x32(lanes.AsInt32(), Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Single(float value) => Vector512.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddSingle(Vector512<byte> a, Vector512<byte> b) => (a.AsSingle() + b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SubtractSingle(Vector512<byte> a, Vector512<byte> b) => (a.AsSingle() - b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplySingle(Vector512<byte> a, Vector512<byte> b) => (a.AsSingle() * b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> DivideSingle(Vector512<byte> a, Vector512<byte> b) => (a.AsSingle() / b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MinSingle(Vector512<byte> a, Vector512<byte> b) => Vector512.MinNative(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MaxSingle(Vector512<byte> a, Vector512<byte> b) => Vector512.MaxNative(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SelectGreaterSingle(Vector512<byte> a, Vector512<byte> b, Vector512<byte> yes, Vector512<byte> no)
        => Vector512.ConditionalSelect(Vector512.GreaterThan(a.AsSingle(), b.AsSingle()), yes.AsSingle(), no.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Poison(Vector512<byte> poison, Vector512<byte> value)
        => Avx512F.FusedMultiplyAdd(value.AsSingle(), Vector512<float>.Zero, poison.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllZero(Vector512<byte> value) => Vector512.EqualsAll(value.AsSingle(), Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> CountNotLess(Vector512<byte> rank, Vector512<byte> value, Vector512<byte> threshold, Vector512<byte> step)
        => Vector512.ConditionalSelect(
            Avx512F.CompareNotLessThan(value.AsSingle(), threshold.AsSingle()).AsInt32(),
            rank.AsInt32() + step.AsInt32(),
            rank.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> At(Vector512<byte> table, Vector512<byte> rank)
        => Avx512F.PermuteVar16x32(table.AsSingle(), rank.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> At(Vector512<byte> lower, Vector512<byte> upper, Vector512<byte> rank)
        => Avx512F.PermuteVar16x32x2(lower.AsSingle(), rank.AsInt32(), upper.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSinglesAt(float* table, int count, byte* numbers, ref Vector512<byte> sum0, ref Vector512<byte> sum1, ref Vector512<byte> sum2, ref Vector512<byte> sum3)
    {
        Vector512<int> i0 = Avx512F.ConvertToVector512Int32(Vector128.Load(numbers));
        Vector512<int> i1 = Avx512F.ConvertToVector512Int32(Vector128.Load(numbers + 16));
        Vector512<int> i2 = Avx512F.ConvertToVector512Int32(Vector128.Load(numbers + 32));
        Vector512<int> i3 = Avx512F.ConvertToVector512Int32(Vector128.Load(numbers + 48));
        Vector512<float> t0 = Vector512.LoadAligned(table);
        if (count == 16)
        {
            Add(ref sum0, Avx512F.PermuteVar16x32(t0, i0));
            Add(ref sum1, Avx512F.PermuteVar16x32(t0, i1));
            Add(ref sum2, Avx512F.PermuteVar16x32(t0, i2));
            Add(ref sum3, Avx512F.PermuteVar16x32(t0, i3));
            return;
        }

        Vector512<float> t1 = Vector512.LoadAligned(table + 16);
        if (count == 32)
        {
            Add(ref sum0, Avx512F.PermuteVar16x32x2(t0, i0, t1));
            Add(ref sum1, Avx512F.PermuteVar16x32x2(t0, i1, t1));
            Add(ref sum2, Avx512F.PermuteVar16x32x2(t0, i2, t1));
            Add(ref sum3, Avx512F.PermuteVar16x32x2(t0, i3, t1));
            return;
        }

        Vector512<float> t2 = Vector512.LoadAligned(table + 32);
        Vector512<float> t3 = Vector512.LoadAligned(table + 48);
        Add(ref sum0, At64(t0, t1, t2, t3, i0));
        Add(ref sum1, At64(t0, t1, t2, t3, i1));
        Add(ref sum2, At64(t0, t1, t2, t3, i2));
        Add(ref sum3, At64(t0, t1, t2, t3, i3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector512<byte> sum, Vector512<float> value) => sum = (sum.AsSingle() + value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> At64(Vector512<float> t0, Vector512<float> t1, Vector512<float> t2, Vector512<float> t3, Vector512<int> number)
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(number, Vector512.Create(31)).AsSingle(),
            Avx512F.PermuteVar16x32x2(t2, number, t3),
            Avx512F.PermuteVar16x32x2(t0, number, t1));
}
