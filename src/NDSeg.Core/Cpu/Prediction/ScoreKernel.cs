using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Cpu.Prediction;

/// <summary>Integer scores by leaf number, and the labels they certify.</summary>
internal static unsafe class ScoreKernel<TRegister, TVec>
    where TRegister : struct, IRegister<TVec>
    where TVec : unmanaged
{
    private const int Half = PredictionKernels.Chunk / 2;

    /// <summary>Adds the scores of one class over a chunk.</summary>
    /// <param name="low">Look-ups of low bytes.</param>
    /// <param name="lowEnd">Their end.</param>
    /// <param name="high">Look-ups of high bytes.</param>
    /// <param name="highEnd">Their end.</param>
    /// <param name="tables">Byte tables.</param>
    /// <param name="rows">Leaf numbers.</param>
    /// <param name="scores">256 sums modulo 65,536: the even pixels, then the odd ones.</param>
    /// <param name="start">Value before the first addition, or -1 to go on from <paramref name="scores"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Score(ScoreLookUp* low, ScoreLookUp* lowEnd, ScoreLookUp* high, ScoreLookUp* highEnd, byte* tables, byte* rows, ushort* scores, int start)
    {
        // Bytes of a register are 16-bit sums of half as many even pixels and as many odd ones.
        int step = TRegister.Bytes / 2;
        for (int part = 0; part < PredictionKernels.Chunk; part += 4 * TRegister.Bytes)
        {
            ushort* even = scores + (part / 2);
            ushort* odd = even + Half;
            TVec e0, e1, e2, e3, o0, o1, o2, o3;
            if (start >= 0)
            {
                e0 = e1 = e2 = e3 = o0 = o1 = o2 = o3 = TRegister.UInt16((ushort)start);
            }
            else
            {
                e0 = TRegister.Load(even);
                e1 = TRegister.Load(even + step);
                e2 = TRegister.Load(even + (2 * step));
                e3 = TRegister.Load(even + (3 * step));
                o0 = TRegister.Load(odd);
                o1 = TRegister.Load(odd + step);
                o2 = TRegister.Load(odd + (2 * step));
                o3 = TRegister.Load(odd + (3 * step));
            }

            byte* numbers = rows + part;
            TVec evenBytes = TRegister.UInt16(0x00ff);
            TVec b0 = default, b1 = default, b2 = default, b3 = default;
            for (ScoreLookUp* entry = low; entry < lowEnd; entry++)
            {
                if ((entry->Row & ScoreLookUp.Flush) != 0)
                {
                    e0 = TRegister.AddUInt16(e0, TRegister.And(b0, evenBytes));
                    e1 = TRegister.AddUInt16(e1, TRegister.And(b1, evenBytes));
                    e2 = TRegister.AddUInt16(e2, TRegister.And(b2, evenBytes));
                    e3 = TRegister.AddUInt16(e3, TRegister.And(b3, evenBytes));
                    o0 = TRegister.AddUInt16(o0, TRegister.ByteDown(b0));
                    o1 = TRegister.AddUInt16(o1, TRegister.ByteDown(b1));
                    o2 = TRegister.AddUInt16(o2, TRegister.ByteDown(b2));
                    o3 = TRegister.AddUInt16(o3, TRegister.ByteDown(b3));
                    b0 = b1 = b2 = b3 = default;
                }

                TRegister.AddBytesAt(tables + ((long)entry->Table * 64), entry->Parts, numbers + entry->Offset, ref b0, ref b1, ref b2, ref b3);
            }

            e0 = TRegister.AddUInt16(e0, TRegister.And(b0, evenBytes));
            e1 = TRegister.AddUInt16(e1, TRegister.And(b1, evenBytes));
            e2 = TRegister.AddUInt16(e2, TRegister.And(b2, evenBytes));
            e3 = TRegister.AddUInt16(e3, TRegister.And(b3, evenBytes));
            o0 = TRegister.AddUInt16(o0, TRegister.ByteDown(b0));
            o1 = TRegister.AddUInt16(o1, TRegister.ByteDown(b1));
            o2 = TRegister.AddUInt16(o2, TRegister.ByteDown(b2));
            o3 = TRegister.AddUInt16(o3, TRegister.ByteDown(b3));
            if (high < highEnd)
            {
                // Sums of high bytes count modulo 256 only.
                b0 = b1 = b2 = b3 = default;
                for (ScoreLookUp* entry = high; entry < highEnd; entry++)
                {
                    TRegister.AddBytesAt(tables + ((long)entry->Table * 64), entry->Parts, numbers + entry->Offset, ref b0, ref b1, ref b2, ref b3);
                }

                TVec oddBytes = TRegister.UInt16(0xff00);
                e0 = TRegister.AddUInt16(e0, TRegister.ByteUp(b0));
                e1 = TRegister.AddUInt16(e1, TRegister.ByteUp(b1));
                e2 = TRegister.AddUInt16(e2, TRegister.ByteUp(b2));
                e3 = TRegister.AddUInt16(e3, TRegister.ByteUp(b3));
                o0 = TRegister.AddUInt16(o0, TRegister.And(b0, oddBytes));
                o1 = TRegister.AddUInt16(o1, TRegister.And(b1, oddBytes));
                o2 = TRegister.AddUInt16(o2, TRegister.And(b2, oddBytes));
                o3 = TRegister.AddUInt16(o3, TRegister.And(b3, oddBytes));
            }

            TRegister.Store(even, e0);
            TRegister.Store(even + step, e1);
            TRegister.Store(even + (2 * step), e2);
            TRegister.Store(even + (3 * step), e3);
            TRegister.Store(odd, o0);
            TRegister.Store(odd + step, o1);
            TRegister.Store(odd + (2 * step), o2);
            TRegister.Store(odd + (3 * step), o3);
        }
    }

    /// <summary>Labels (1..K) of a chunk from scores, and which of them are not certain.</summary>
    /// <param name="scores">K times 256 sums.</param>
    /// <param name="classes">K.</param>
    /// <param name="gap">Lead over the second score that certifies the winner when exceeded.</param>
    /// <param name="labels">256 labels.</param>
    /// <param name="undecided">256 bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Decide(ushort* scores, int classes, int gap, byte* labels, ulong* undecided)
    {
        TVec needed = TRegister.UInt16((ushort)gap);
        TVec evenBytes = TRegister.UInt16(0x00ff);
        for (int word = 0; word < PredictionKernels.Chunk / 64; word++)
        {
            ulong sureBits = 0;
            for (int bit = 0; bit < 64; bit += TRegister.Bytes)
            {
                int pixel = (word * 64) + bit;
                TVec even = Best(scores + (pixel / 2), classes, needed, out TVec evenSure);
                TVec odd = Best(scores + Half + (pixel / 2), classes, needed, out TVec oddSure);
                TRegister.Store(labels + pixel, TRegister.Or(even, TRegister.ByteUp(odd)));
                TVec sure = TRegister.Or(TRegister.And(evenSure, evenBytes), TRegister.ByteUp(oddSure));
                sureBits |= TRegister.HighBits(sure) << bit;
            }

            undecided[word] = ~sureBits;
        }
    }

    // 1-based winners; sure (all bits set) where the winner leads by more than needed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Best(ushort* scores, int classes, TVec needed, out TVec sure)
    {
        TVec best = TRegister.Load(scores);
        TVec second = default;
        TVec winner = TRegister.UInt16(1);
        for (int k = 1; k < classes; k++)
        {
            TVec score = TRegister.Load(scores + ((long)k * PredictionKernels.Chunk));
            winner = TRegister.SelectGreaterUInt16(score, best, TRegister.UInt16((ushort)(k + 1)), winner);
            second = TRegister.MaxUInt16(second, TRegister.MinUInt16(best, score));
            best = TRegister.MaxUInt16(best, score);
        }

        sure = TRegister.SelectGreaterUInt16(TRegister.SubtractUInt16(best, second), needed, TRegister.UInt16(ushort.MaxValue), default);
        return winner;
    }
}
