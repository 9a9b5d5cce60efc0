using System.Runtime.CompilerServices;

namespace NDSeg.Cpu.Simd;

/// <summary>The scalar twin: a register of four bytes, or two 16-bit integers, or one 32-bit integer or float.</summary>
internal unsafe struct Register32 : IRegister<uint>
{
    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sizeof(uint);
    }

    public static uint Load(void* source) => Unsafe.ReadUnaligned<uint>(source);

    public static void Store(void* target, uint value) => Unsafe.WriteUnaligned(target, value);

    public static uint And(uint a, uint b) => a & b;

    public static uint Or(uint a, uint b) => a | b;

    public static uint Byte(byte value) => value * 0x01010101u;

    public static uint MinSByte(uint a, uint b) => SelectGreaterSByte(a, b, b, a);

    public static uint MaxSByte(uint a, uint b) => SelectGreaterSByte(a, b, a, b);

    public static uint SelectGreaterSByte(uint a, uint b, uint yes, uint no)
    {
        uint result = 0;
        for (int shift = 0; shift < 32; shift += 8)
        {
            uint chosen = (sbyte)(a >> shift) > (sbyte)(b >> shift) ? yes : no;
            result |= chosen & (0xffu << shift);
        }

        return result;
    }

    public static ulong GreaterSByte(uint a, uint b) => HighBits(SelectGreaterSByte(a, b, uint.MaxValue, 0));

    public static uint SelectInt32(uint bits, uint yes, uint no) => (bits & 1) != 0 ? yes : no;

    public static ulong HighBits(uint value) => ((value >> 7) & 1) | ((value >> 14) & 2) | ((value >> 21) & 4) | ((value >> 28) & 8);

    public static void AddBytesAt(byte* table, int parts, byte* numbers, ref uint sum0, ref uint sum1, ref uint sum2, ref uint sum3)
    {
        AddBytesAt(table, numbers, ref sum0);
        AddBytesAt(table, numbers + 4, ref sum1);
        AddBytesAt(table, numbers + 8, ref sum2);
        AddBytesAt(table, numbers + 12, ref sum3);
    }

    public static uint UInt16(ushort value) => value * 0x00010001u;

    public static uint AddUInt16(uint a, uint b) => Pair(Low(a) + Low(b), High(a) + High(b));

    public static uint SubtractUInt16(uint a, uint b) => Pair(Low(a) - Low(b), High(a) - High(b));

    public static uint MinUInt16(uint a, uint b) => Pair(Math.Min(Low(a), Low(b)), Math.Min(High(a), High(b)));

    public static uint MaxUInt16(uint a, uint b) => Pair(Math.Max(Low(a), Low(b)), Math.Max(High(a), High(b)));

    public static uint SelectGreaterUInt16(uint a, uint b, uint yes, uint no)
        => Pair(Low(Low(a) > Low(b) ? yes : no), High(High(a) > High(b) ? yes : no));

    public static uint ByteUp(uint value) => (value << 8) & 0xff00ff00u;

    public static uint ByteDown(uint value) => (value >> 8) & 0x00ff00ffu;

    public static uint Int32(int value) => (uint)value;

    public static uint AddInt32(uint a, uint b) => a + b;

    public static uint SubtractInt32(uint a, uint b) => a - b;

    public static uint MultiplyInt32(uint a, uint b) => a * b;

    public static uint ToExponent(uint value) => value << 23;

    public static uint SaturateToSByte(uint a, uint b, uint c, uint d)
        => Saturate(a) | (Saturate(b) << 8) | (Saturate(c) << 16) | (Saturate(d) << 24);

    public static uint Single(float value) => BitConverter.SingleToUInt32Bits(value);

    public static uint AddSingle(uint a, uint b) => Single(Value(a) + Value(b));

    public static uint SubtractSingle(uint a, uint b) => Single(Value(a) - Value(b));

    public static uint MultiplySingle(uint a, uint b) => Single(Value(a) * Value(b));

    public static uint DivideSingle(uint a, uint b) => Single(Value(a) / Value(b));

    public static uint MinSingle(uint a, uint b) => Value(a) < Value(b) ? a : b;

    public static uint MaxSingle(uint a, uint b) => Value(a) > Value(b) ? a : b;

    public static uint SelectGreaterSingle(uint a, uint b, uint yes, uint no) => Value(a) > Value(b) ? yes : no;

    public static uint Poison(uint poison, uint value) => Single(Value(poison) + (Value(value) * 0f));

    public static bool AllZero(uint value) => Value(value) == 0;

    public static uint CountNotLess(uint rank, uint value, uint threshold, uint step) => Value(value) < Value(threshold) ? rank : rank + step;

    public static uint At(uint table, uint rank) => table;

    public static uint At(uint lower, uint upper, uint rank) => (rank & 1) == 0 ? lower : upper;

    public static void AddSinglesAt(float* table, int count, byte* numbers, ref uint sum0, ref uint sum1, ref uint sum2, ref uint sum3)
    {
        sum0 = Single(Value(sum0) + table[numbers[0]]);
        sum1 = Single(Value(sum1) + table[numbers[1]]);
        sum2 = Single(Value(sum2) + table[numbers[2]]);
        sum3 = Single(Value(sum3) + table[numbers[3]]);
    }

    private static float Value(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static uint Low(uint pair) => pair & 0xffff;

    private static uint High(uint pair) => pair >> 16;

    private static uint Pair(uint low, uint high) => (low & 0xffff) | (high << 16);

    private static uint Saturate(uint value) => (byte)Math.Clamp((int)value, sbyte.MinValue, sbyte.MaxValue);

    private static void AddBytesAt(byte* table, byte* numbers, ref uint sum)
    {
        uint result = 0;
        for (int i = 0; i < sizeof(uint); i++)
        {
            int shift = 8 * i;
            result |= (((sum >> shift) + table[numbers[i]]) & 0xff) << shift;
        }

        sum = result;
    }
}
