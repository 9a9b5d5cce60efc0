using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Cpu.Simd;

/// <summary>128-bit vectors: NEON on ARM64, SSE on x64. What has no common form is chosen while compiling.</summary>
internal unsafe struct Register128 : IRegister<Vector128<byte>>
{
    /// <summary>Whether this processor has them.</summary>
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(void* source) => Vector128.Load((byte*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* target, Vector128<byte> value) => value.Store((byte*)target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> And(Vector128<byte> a, Vector128<byte> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Or(Vector128<byte> a, Vector128<byte> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Byte(byte value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MinSByte(Vector128<byte> a, Vector128<byte> b) => Vector128.Min(a.AsSByte(), b.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MaxSByte(Vector128<byte> a, Vector128<byte> b) => Vector128.Max(a.AsSByte(), b.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SelectGreaterSByte(Vector128<byte> a, Vector128<byte> b, Vector128<byte> yes, Vector128<byte> no)
        => Vector128.ConditionalSelect(Vector128.GreaterThan(a.AsSByte(), b.AsSByte()).AsByte(), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong GreaterSByte(Vector128<byte> a, Vector128<byte> b)
        => Vector128.GreaterThan(a.AsSByte(), b.AsSByte()).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SelectInt32(uint bits, Vector128<byte> yes, Vector128<byte> no)
    {
        Vector128<int> lanes = Vector128.Create(1, 2, 4, 8);
        return Vector128.ConditionalSelect(Vector128.Equals(Vector128.Create((int)bits) & lanes, lanes), yes.AsInt32(), no.AsInt32()).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HighBits(Vector128<byte> value) => value.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddBytesAt(byte* table, int parts, byte* numbers, ref Vector128<byte> sum0, ref Vector128<byte> sum1, ref Vector128<byte> sum2, ref Vector128<byte> sum3)
    {
        if (parts == 1)
        {
            Vector128<byte> t = Vector128.Load(table);
            sum0 += Vector128.ShuffleNative(t, Vector128.Load(numbers));
            sum1 += Vector128.ShuffleNative(t, Vector128.Load(numbers + 16));
            sum2 += Vector128.ShuffleNative(t, Vector128.Load(numbers + 32));
            sum3 += Vector128.ShuffleNative(t, Vector128.Load(numbers + 48));
        }
        else if (AdvSimd.Arm64.IsSupported)
        {
            (Vector128<byte>, Vector128<byte>, Vector128<byte>, Vector128<byte>) t
                = (Vector128.Load(table), Vector128.Load(table + 16), Vector128.Load(table + 32), Vector128.Load(table + 48));
            sum0 += AdvSimd.Arm64.VectorTableLookup(t, Vector128.Load(numbers));
            sum1 += AdvSimd.Arm64.VectorTableLookup(t, Vector128.Load(numbers + 16));
            sum2 += AdvSimd.Arm64.VectorTableLookup(t, Vector128.Load(numbers + 32));
            sum3 += AdvSimd.Arm64.VectorTableLookup(t, Vector128.Load(numbers + 48));
        }
        else
        {
            for (int p = 0; p < parts; p++)
            {
                Vector128<byte> t = Vector128.Load(table + (p * 16));
                Vector128<byte> first = Vector128.Create((byte)(p * 16));
                sum0 += Part(t, Vector128.Load(numbers) ^ first);
                sum1 += Part(t, Vector128.Load(numbers + 16) ^ first);
                sum2 += Part(t, Vector128.Load(numbers + 32) ^ first);
                sum3 += Part(t, Vector128.Load(numbers + 48) ^ first);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> UInt16(ushort value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddUInt16(Vector128<byte> a, Vector128<byte> b) => (a.AsUInt16() + b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SubtractUInt16(Vector128<byte> a, Vector128<byte> b) => (a.AsUInt16() - b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MinUInt16(Vector128<byte> a, Vector128<byte> b) => Vector128.Min(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MaxUInt16(Vector128<byte> a, Vector128<byte> b) => Vector128.Max(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SelectGreaterUInt16(Vector128<byte> a, Vector128<byte> b, Vector128<byte> yes, Vector128<byte> no)
        => Vector128.ConditionalSelect(Vector128.GreaterThan(a.AsUInt16(), b.AsUInt16()), yes.AsUInt16(), no.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ByteUp(Vector128<byte> value) => (value.AsUInt16() << 8).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ByteDown(Vector128<byte> value) => (value.AsUInt16() >>> 8).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Int32(int value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddInt32(Vector128<byte> a, Vector128<byte> b) => (a.AsInt32() + b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SubtractInt32(Vector128<byte> a, Vector128<byte> b) => (a.AsInt32() - b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MultiplyInt32(Vector128<byte> a, Vector128<byte> b) => (a.AsInt32() * b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ToExponent(Vector128<byte> value) => (value.AsInt32() << 23).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SaturateToSByte(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d)
        => Vector128.NarrowWithSaturation(
            Vector128.NarrowWithSaturation(a.AsInt32(), b.AsInt32()),
            Vector128.NarrowWithSaturation(c.AsInt32(), d.AsInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Single(float value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddSingle(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() + b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SubtractSingle(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() - b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MultiplySingle(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() * b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> DivideSingle(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() / b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MinSingle(Vector128<byte> a, Vector128<byte> b) => Vector128.MinNative(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MaxSingle(Vector128<byte> a, Vector128<byte> b) => Vector128.MaxNative(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SelectGreaterSingle(Vector128<byte> a, Vector128<byte> b, Vector128<byte> yes, Vector128<byte> no)
        => Vector128.ConditionalSelect(Vector128.GreaterThan(a.AsSingle(), b.AsSingle()), yes.AsSingle(), no.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Poison(Vector128<byte> poison, Vector128<byte> value)
        => (poison.AsSingle() + (value.AsSingle() * Vector128<float>.Zero)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllZero(Vector128<byte> value) => Vector128.EqualsAll(value.AsSingle(), Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> CountNotLess(Vector128<byte> rank, Vector128<byte> value, Vector128<byte> threshold, Vector128<byte> step)
        => (rank.AsInt32() + Vector128.AndNot(step.AsInt32(), Vector128.LessThan(value.AsSingle(), threshold.AsSingle()).AsInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> At(Vector128<byte> table, Vector128<byte> rank)
        => Vector128.ShuffleNative(table, Places(rank, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> At(Vector128<byte> lower, Vector128<byte> upper, Vector128<byte> rank)
    {
        Vector128<byte> places = Places(rank, 7);
        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.VectorTableLookup((lower, upper), places);
        }

        return Vector128.Shuffle(lower, places) | Vector128.Shuffle(upper, places - Vector128.Create((byte)16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSinglesAt(float* table, int count, byte* numbers, ref Vector128<byte> sum0, ref Vector128<byte> sum1, ref Vector128<byte> sum2, ref Vector128<byte> sum3)
    {
        Add(ref sum0, table, numbers);
        Add(ref sum1, table, numbers + 4);
        Add(ref sum2, table, numbers + 8);
        Add(ref sum3, table, numbers + 12);
    }

    // The four bytes of the float at each rank.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Places(Vector128<byte> rank, int mask)
        => (((rank.AsInt32() & Vector128.Create(mask)) * Vector128.Create(0x04040404)) + Vector128.Create(0x03020100)).AsByte();

    // Bytes of a part of a table; zero where a number, already taken modulo the part's first, lies in another part.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Part(Vector128<byte> table, Vector128<byte> numbers)
        => Ssse3.IsSupported
            ? Ssse3.Shuffle(table, Sse2.AddSaturate(numbers, Vector128.Create((byte)0x70)))
            : Vector128.Shuffle(table, numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector128<byte> sum, float* table, byte* numbers)
        => sum = (sum.AsSingle() + Vector128.Create(table[numbers[0]], table[numbers[1]], table[numbers[2]], table[numbers[3]])).AsByte();
}
