using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Cpu.Simd;

/// <summary>AVX2: 256-bit vectors; tables of bytes as up to four shuffles of 16.</summary>
internal unsafe struct Register256 : IRegister<Vector256<byte>>
{
    /// <summary>Whether this processor has them.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(void* source) => Vector256.Load((byte*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* target, Vector256<byte> value) => value.Store((byte*)target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> And(Vector256<byte> a, Vector256<byte> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Or(Vector256<byte> a, Vector256<byte> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Byte(byte value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MinSByte(Vector256<byte> a, Vector256<byte> b) => Vector256.Min(a.AsSByte(), b.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MaxSByte(Vector256<byte> a, Vector256<byte> b) => Vector256.Max(a.AsSByte(), b.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SelectGreaterSByte(Vector256<byte> a, Vector256<byte> b, Vector256<byte> yes, Vector256<byte> no)
        => Avx2.BlendVariable(no, yes, Avx2.CompareGreaterThan(a.AsSByte(), b.AsSByte()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong GreaterSByte(Vector256<byte> a, Vector256<byte> b)
        => Vector256.GreaterThan(a.AsSByte(), b.AsSByte()).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SelectInt32(uint bits, Vector256<byte> yes, Vector256<byte> no)
    {
        Vector256<int> lanes = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        return Vector256.ConditionalSelect(Vector256.Equals(Vector256.Create((int)bits) & lanes, lanes), yes.AsInt32(), no.AsInt32()).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HighBits(Vector256<byte> value) => value.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddBytesAt(byte* table, int parts, byte* numbers, ref Vector256<byte> sum0, ref Vector256<byte> sum1, ref Vector256<byte> sum2, ref Vector256<byte> sum3)
    {
        if (parts == 1)
        {
            Vector256<byte> t = Avx2.BroadcastVector128ToVector256(table);
            sum0 += Avx2.Shuffle(t, Vector256.Load(numbers));
            sum1 += Avx2.Shuffle(t, Vector256.Load(numbers + 32));
            sum2 += Avx2.Shuffle(t, Vector256.Load(numbers + 64));
            sum3 += Avx2.Shuffle(t, Vector256.Load(numbers + 96));
            return;
        }

        // Numbers outside a part get their high bit set, for which a shuffle gives zero.
        Vector256<byte> outside = Vector256.Create((byte)0x70);
        for (int p = 0; p < parts; p++)
        {
            Vector256<byte> t = Avx2.BroadcastVector128ToVector256(table + (p * 16));
            Vector256<byte> first = Vector256.Create((byte)(p * 16));
            sum0 += Avx2.Shuffle(t, Avx2.AddSaturate(Vector256.Load(numbers) ^ first, outside));
            sum1 += Avx2.Shuffle(t, Avx2.AddSaturate(Vector256.Load(numbers + 32) ^ first, outside));
            sum2 += Avx2.Shuffle(t, Avx2.AddSaturate(Vector256.Load(numbers + 64) ^ first, outside));
            sum3 += Avx2.Shuffle(t, Avx2.AddSaturate(Vector256.Load(numbers + 96) ^ first, outside));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> UInt16(ushort value) => Vector256.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddUInt16(Vector256<byte> a, Vector256<byte> b) => (a.AsUInt16() + b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SubtractUInt16(Vector256<byte> a, Vector256<byte> b) => (a.AsUInt16() - b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MinUInt16(Vector256<byte> a, Vector256<byte> b) => Vector256.Min(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MaxUInt16(Vector256<byte> a, Vector256<byte> b) => Vector256.Max(a.AsUInt16(), b.AsUInt16()).AsByte();

    // AVX2 compares signed values only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SelectGreaterUInt16(Vector256<byte> a, Vector256<byte> b, Vector256<byte> yes, Vector256<byte> no)
        => Avx2.BlendVariable(yes, no, Avx2.CompareEqual(Avx2.Max(a.AsUInt16(), b.AsUInt16()), b.AsUInt16()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ByteUp(Vector256<byte> value) => (value.AsUInt16() << 8).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ByteDown(Vector256<byte> value) => (value.AsUInt16() >>> 8).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Int32(int value) => Vector256.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddInt32(Vector256<byte> a, Vector256<byte> b) => (a.AsInt32() + b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SubtractInt32(Vector256<byte> a, Vector256<byte> b) => (a.AsInt32() - b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplyInt32(Vector256<byte> a, Vector256<byte> b) => (a.AsInt32() * b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ToExponent(Vector256<byte> value) => (value.AsInt32() << 23).AsByte();

    // Packs work within 128-bit lanes, so a transposition of dwords follows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SaturateToSByte(Vector256<byte> a, Vector256<byte> b, Vector256<byte> c, Vector256<byte> d)
    {
        Vector256<sbyte> lanes = Avx2.PackSignedSaturate(Avx2.PackSignedSaturate(a.AsInt32(), b.AsInt32()), Avx2.PackSignedSaturate(c.AsInt32(), d.AsInt32()));
        return Avx2.PermuteVar8x32(lanes.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Single(float value) => Vector256.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddSingle(Vector256<byte> a, Vector256<byte> b) => (a.AsSingle() + b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SubtractSingle(Vector256<byte> a, Vector256<byte> b) => (a.AsSingle() - b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplySingle(Vector256<byte> a, Vector256<byte> b) => (a.AsSingle() * b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> DivideSingle(Vector256<byte> a, Vector256<byte> b) => (a.AsSingle() / b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MinSingle(Vector256<byte> a, Vector256<byte> b) => Vector256.MinNative(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MaxSingle(Vector256<byte> a, Vector256<byte> b) => Vector256.MaxNative(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SelectGreaterSingle(Vector256<byte> a, Vector256<byte> b, Vector256<byte> yes, Vector256<byte> no)
        => Avx.BlendVariable(no.AsSingle(), yes.AsSingle(), Avx.CompareGreaterThan(a.AsSingle(), b.AsSingle())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Poison(Vector256<byte> poison, Vector256<byte> value)
        => (poison.AsSingle() + (value.AsSingle() * Vector256<float>.Zero)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllZero(Vector256<byte> value) => Vector256.EqualsAll(value.AsSingle(), Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> CountNotLess(Vector256<byte> rank, Vector256<byte> value, Vector256<byte> threshold, Vector256<byte> step)
        => (rank.AsInt32() + (Avx.CompareNotLessThan(value.AsSingle(), threshold.AsSingle()).AsInt32() & step.AsInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> At(Vector256<byte> table, Vector256<byte> rank)
        => Avx2.PermuteVar8x32(table.AsSingle(), rank.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> At(Vector256<byte> lower, Vector256<byte> upper, Vector256<byte> rank)
        => Avx.BlendVariable(
            Avx2.PermuteVar8x32(lower.AsSingle(), rank.AsInt32()),
            Avx2.PermuteVar8x32(upper.AsSingle(), rank.AsInt32()),
            (rank.AsInt32() << 28).AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSinglesAt(float* table, int count, byte* numbers, ref Vector256<byte> sum0, ref Vector256<byte> sum1, ref Vector256<byte> sum2, ref Vector256<byte> sum3)
    {
        Add(ref sum0, table, numbers);
        Add(ref sum1, table, numbers + 8);
        Add(ref sum2, table, numbers + 16);
        Add(ref sum3, table, numbers + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector256<byte> sum, float* table, byte* numbers)
        => sum = (sum.AsSingle() + Avx2.GatherVector256(table, Avx2.ConvertToVector256Int32(numbers), sizeof(float))).AsByte();
}
