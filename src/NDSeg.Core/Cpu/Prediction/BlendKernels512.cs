using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>AVX-512 with byte permutes (VBMI): 64 pixels a vector, look-up tables of 64 bytes in one register.</summary>
internal sealed unsafe class BlendKernels512 : BlendKernels
{
    private const int Lanes = 16;

    public static bool IsSupported => Avx512Vbmi.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override bool Extent(float* source, long stride, int width, int height, float* ahead, out float least, out float greatest)
    {
        Vector512<float> low = Vector512.Load(source);
        Vector512<float> high = low;
        Vector512<float> poison = Vector512<float>.Zero;
        for (int y = 0; y < height; y++)
        {
            float* row = source + (y * stride);
            float* next = ahead + (y * stride);
            for (int x = 0; x < width; x += 16)
            {
                Sse.Prefetch0(next + x);
                Vector512<float> v = Vector512.Load(row + x);
                low = Avx512F.Min(low, v);
                high = Avx512F.Max(high, v);

                // Zero for finite values, else not a number, which then stays.
                poison = Avx512F.FusedMultiplyAdd(v, Vector512<float>.Zero, poison);
            }
        }

        Vector256<float> least8 = Avx.Min(low.GetLower(), low.GetUpper());
        Vector256<float> greatest8 = Avx.Max(high.GetLower(), high.GetUpper());
        least = least8[0];
        greatest = greatest8[0];
        for (int i = 1; i < 8; i++)
        {
            least = least8[i] < least ? least8[i] : least;
            greatest = greatest8[i] > greatest ? greatest8[i] : greatest;
        }

        return Vector512.EqualsAll(poison, Vector512<float>.Zero);
    }

    public override RankRange Rank(in RankJob job)
    {
        switch (job.Count)
        {
            case <= 3:
                Pad(job, 4);
                return RankUpTo3(job);
            case <= 7:
                Pad(job, 32);
                return RankUpTo7(job);
            case <= 15:
                Pad(job, 32);
                return RankUpTo15(job);
            case <= 31:
                Pad(job, 64);
                return RankUpTo31(job);
            default:
                return RankMany(job);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Blend(BlendOp* ops, BlendOp* end, byte* ranks, byte* rows)
    {
        Vector512<sbyte> a0 = default, a1 = default, a2 = default, a3 = default;
        for (BlendOp* op = ops; op < end; op++)
        {
            sbyte* plane = (sbyte*)ranks + op->Plane;
            Vector512<sbyte> t = Vector512.Create(op->Threshold);
            switch (op->Kind & 3)
            {
                case BlendOp.LeafLeaf:
                    {
                        Vector512<sbyte> left = Vector512.Create((sbyte)op->Left);
                        Vector512<sbyte> right = Vector512.Create((sbyte)op->Right);
                        a0 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane), t), right, left);
                        a1 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 64), t), right, left);
                        a2 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 128), t), right, left);
                        a3 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 192), t), right, left);
                        break;
                    }

                case BlendOp.LeafAccumulator:
                    {
                        Vector512<sbyte> left = Vector512.Create((sbyte)op->Left);
                        a0 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane), t), a0, left);
                        a1 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 64), t), a1, left);
                        a2 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 128), t), a2, left);
                        a3 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 192), t), a3, left);
                        break;
                    }

                case BlendOp.AccumulatorLeaf:
                    {
                        Vector512<sbyte> right = Vector512.Create((sbyte)op->Right);
                        a0 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane), t), right, a0);
                        a1 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 64), t), right, a1);
                        a2 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 128), t), right, a2);
                        a3 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 192), t), right, a3);
                        break;
                    }

                default:
                    {
                        sbyte* left = (sbyte*)rows + op->Source;
                        a0 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane), t), a0, Vector512.LoadAligned(left));
                        a1 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 64), t), a1, Vector512.LoadAligned(left + 64));
                        a2 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 128), t), a2, Vector512.LoadAligned(left + 128));
                        a3 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadAligned(plane + 192), t), a3, Vector512.LoadAligned(left + 192));
                        break;
                    }
            }

            if (op->Kind >= BlendOp.Store)
            {
                sbyte* target = (sbyte*)rows + op->Target;
                a0.StoreAligned(target);
                a1.StoreAligned(target + 64);
                a2.StoreAligned(target + 128);
                a3.StoreAligned(target + 192);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Score(ScoreEntry* low, ScoreEntry* lowEnd, ScoreEntry* high, ScoreEntry* highEnd, byte* tables, byte* rows, ushort* scores, int start)
    {
        Vector512<ushort> e0, e1, e2, e3, o0, o1, o2, o3;
        if (start >= 0)
        {
            e0 = e1 = e2 = e3 = o0 = o1 = o2 = o3 = Vector512.Create((ushort)start);
        }
        else
        {
            e0 = Vector512.LoadAligned(scores);
            e1 = Vector512.LoadAligned(scores + 32);
            e2 = Vector512.LoadAligned(scores + 64);
            e3 = Vector512.LoadAligned(scores + 96);
            o0 = Vector512.LoadAligned(scores + 128);
            o1 = Vector512.LoadAligned(scores + 160);
            o2 = Vector512.LoadAligned(scores + 192);
            o3 = Vector512.LoadAligned(scores + 224);
        }

        Vector512<ushort> evenBytes = Vector512.Create((ushort)0x00ff);
        Vector512<byte> b0 = default, b1 = default, b2 = default, b3 = default;
        for (ScoreEntry* entry = low; entry < lowEnd; entry++)
        {
            if ((entry->Row & ScoreEntry.Flush) != 0)
            {
                e0 += b0.AsUInt16() & evenBytes;
                e1 += b1.AsUInt16() & evenBytes;
                e2 += b2.AsUInt16() & evenBytes;
                e3 += b3.AsUInt16() & evenBytes;
                o0 += b0.AsUInt16() >>> 8;
                o1 += b1.AsUInt16() >>> 8;
                o2 += b2.AsUInt16() >>> 8;
                o3 += b3.AsUInt16() >>> 8;
                b0 = b1 = b2 = b3 = default;
            }

            Vector512<byte> table = Vector512.LoadAligned(tables + ((long)entry->Table * 64));
            byte* row = rows + (entry->Row & ~(Chunk - 1));
            b0 += Avx512Vbmi.PermuteVar64x8(table, Vector512.LoadAligned(row));
            b1 += Avx512Vbmi.PermuteVar64x8(table, Vector512.LoadAligned(row + 64));
            b2 += Avx512Vbmi.PermuteVar64x8(table, Vector512.LoadAligned(row + 128));
            b3 += Avx512Vbmi.PermuteVar64x8(table, Vector512.LoadAligned(row + 192));
        }

        e0 += b0.AsUInt16() & evenBytes;
        e1 += b1.AsUInt16() & evenBytes;
        e2 += b2.AsUInt16() & evenBytes;
        e3 += b3.AsUInt16() & evenBytes;
        o0 += b0.AsUInt16() >>> 8;
        o1 += b1.AsUInt16() >>> 8;
        o2 += b2.AsUInt16() >>> 8;
        o3 += b3.AsUInt16() >>> 8;
        if (high < highEnd)
        {
            // Sums of high bytes count modulo 256 only.
            b0 = b1 = b2 = b3 = default;
            for (ScoreEntry* entry = high; entry < highEnd; entry++)
            {
                Vector512<byte> table = Vector512.LoadAligned(tables + ((long)entry->Table * 64));
                byte* row = rows + (entry->Row & ~(Chunk - 1));
                b0 += Avx512Vbmi.PermuteVar64x8(table, Vector512.LoadAligned(row));
                b1 += Avx512Vbmi.PermuteVar64x8(table, Vector512.LoadAligned(row + 64));
                b2 += Avx512Vbmi.PermuteVar64x8(table, Vector512.LoadAligned(row + 128));
                b3 += Avx512Vbmi.PermuteVar64x8(table, Vector512.LoadAligned(row + 192));
            }

            e0 += b0.AsUInt16() << 8;
            e1 += b1.AsUInt16() << 8;
            e2 += b2.AsUInt16() << 8;
            e3 += b3.AsUInt16() << 8;
            o0 += b0.AsUInt16() & ~evenBytes;
            o1 += b1.AsUInt16() & ~evenBytes;
            o2 += b2.AsUInt16() & ~evenBytes;
            o3 += b3.AsUInt16() & ~evenBytes;
        }

        e0.StoreAligned(scores);
        e1.StoreAligned(scores + 32);
        e2.StoreAligned(scores + 64);
        e3.StoreAligned(scores + 96);
        o0.StoreAligned(scores + 128);
        o1.StoreAligned(scores + 160);
        o2.StoreAligned(scores + 192);
        o3.StoreAligned(scores + 224);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Decide(ushort* scores, int classes, int gap, byte* labels, ulong* undecided)
    {
        Vector512<ushort> needed = Vector512.Create((ushort)gap);
        for (int v = 0; v < 4; v++)
        {
            Vector512<ushort> even = Best(scores + (v * 32), classes, needed, out Vector512<ushort> evenSure);
            Vector512<ushort> odd = Best(scores + 128 + (v * 32), classes, needed, out Vector512<ushort> oddSure);
            (even | (odd << 8)).AsByte().StoreAligned(labels + (v * 64));
            Vector512<byte> sure = (evenSure & Vector512.Create((ushort)0xff)).AsByte() | (oddSure << 8).AsByte();
            undecided[v] = ~sure.ExtractMostSignificantBits();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Sum(SumEntry* entries, SumEntry* end, float* values, byte* rows, float* sums, int pixels)
    {
        for (int v = 0; v < pixels; v += 64)
        {
            Vector512<float> s0 = Vector512.LoadAligned(sums + v);
            Vector512<float> s1 = Vector512.LoadAligned(sums + v + 16);
            Vector512<float> s2 = Vector512.LoadAligned(sums + v + 32);
            Vector512<float> s3 = Vector512.LoadAligned(sums + v + 48);
            for (SumEntry* entry = entries; entry < end; entry++)
            {
                float* table = values + entry->Values;
                if (entry->Row < 0)
                {
                    Vector512<float> same = Vector512.Create(*table);
                    s0 += same;
                    s1 += same;
                    s2 += same;
                    s3 += same;
                    continue;
                }

                byte* row = rows + entry->Row + v;
                Vector512<int> i0 = Avx512F.ConvertToVector512Int32(Vector128.LoadAligned(row));
                Vector512<int> i1 = Avx512F.ConvertToVector512Int32(Vector128.LoadAligned(row + 16));
                Vector512<int> i2 = Avx512F.ConvertToVector512Int32(Vector128.LoadAligned(row + 32));
                Vector512<int> i3 = Avx512F.ConvertToVector512Int32(Vector128.LoadAligned(row + 48));
                Vector512<float> t0 = Vector512.LoadAligned(table);
                if (entry->Count == 16)
                {
                    s0 += Avx512F.PermuteVar16x32(t0, i0);
                    s1 += Avx512F.PermuteVar16x32(t0, i1);
                    s2 += Avx512F.PermuteVar16x32(t0, i2);
                    s3 += Avx512F.PermuteVar16x32(t0, i3);
                    continue;
                }

                Vector512<float> t1 = Vector512.LoadAligned(table + 16);
                if (entry->Count == 32)
                {
                    s0 += Avx512F.PermuteVar16x32x2(t0, i0, t1);
                    s1 += Avx512F.PermuteVar16x32x2(t0, i1, t1);
                    s2 += Avx512F.PermuteVar16x32x2(t0, i2, t1);
                    s3 += Avx512F.PermuteVar16x32x2(t0, i3, t1);
                    continue;
                }

                Vector512<float> t2 = Vector512.LoadAligned(table + 32);
                Vector512<float> t3 = Vector512.LoadAligned(table + 48);
                s0 += LookUp64(t0, t1, t2, t3, i0);
                s1 += LookUp64(t0, t1, t2, t3, i1);
                s2 += LookUp64(t0, t1, t2, t3, i2);
                s3 += LookUp64(t0, t1, t2, t3, i3);
            }

            s0.StoreAligned(sums + v);
            s1.StoreAligned(sums + v + 16);
            s2.StoreAligned(sums + v + 32);
            s3.StoreAligned(sums + v + 48);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Winner(float* sums, int count, ushort* winners)
    {
        for (int v = 0; v < Chunk; v += Lanes)
        {
            Vector512<float> best = Vector512.LoadAligned(sums + v);
            Vector512<int> winner = Vector512<int>.Zero;
            if (count == 1)
            {
                winner = Vector512.ConditionalSelect(Vector512.GreaterThan(best, Vector512<float>.Zero).AsInt32(), Vector512<int>.One, winner);
            }

            for (int k = 1; k < count; k++)
            {
                Vector512<float> sum = Vector512.LoadAligned(sums + ((long)k * Chunk) + v);
                Vector512<float> greater = Vector512.GreaterThan(sum, best);
                best = Vector512.ConditionalSelect(greater, sum, best);
                winner = Vector512.ConditionalSelect(greater.AsInt32(), Vector512.Create(k), winner);
            }

            Avx512F.ConvertToVector256UInt16(winner).StoreAligned(winners + v);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Probability(TreeEnsemble ensemble, float* sums)
    {
        int classes = ensemble.ClassCount;
        for (int v = 0; v < Chunk; v += Lanes)
        {
            float* column = sums + v;
            if (ensemble.Kind == EnsembleKind.Forest)
            {
                Vector512<float> trees = Vector512.Create((float)ensemble.Trees.Length);
                for (int k = 0; k < classes; k++)
                {
                    (Vector512.LoadAligned(column + ((long)k * Chunk)) / trees).StoreAligned(column + ((long)k * Chunk));
                }
            }
            else if (ensemble.MarginCount == 1)
            {
                Vector512<float> margin = Vector512.LoadAligned(column);
                Vector512<float> e = ClassProbability.Exp(-Vector512.Abs(margin));
                Vector512<float> greater = Vector512<float>.One / (Vector512<float>.One + e);
                Vector512<float> smaller = e / (Vector512<float>.One + e);
                Vector512<float> second = Vector512.GreaterThanOrEqual(margin, Vector512<float>.Zero);
                Vector512.ConditionalSelect(second, smaller, greater).StoreAligned(column);
                Vector512.ConditionalSelect(second, greater, smaller).StoreAligned(column + Chunk);
            }
            else
            {
                Vector512<float> greatest = Vector512.LoadAligned(column);
                for (int k = 1; k < classes; k++)
                {
                    greatest = Avx512F.Max(greatest, Vector512.LoadAligned(column + ((long)k * Chunk)));
                }

                Vector512<float> total = Vector512<float>.Zero;
                for (int k = 0; k < classes; k++)
                {
                    Vector512<float> e = ClassProbability.Exp(Vector512.LoadAligned(column + ((long)k * Chunk)) - greatest);
                    e.StoreAligned(column + ((long)k * Chunk));
                    total += e;
                }

                for (int k = 0; k < classes; k++)
                {
                    (Vector512.LoadAligned(column + ((long)k * Chunk)) / total).StoreAligned(column + ((long)k * Chunk));
                }
            }
        }
    }

    // 1-based winners of 32 pixels; sure where the winner leads by more than needed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Best(ushort* scores, int classes, Vector512<ushort> needed, out Vector512<ushort> sure)
    {
        Vector512<ushort> best = Vector512.LoadAligned(scores);
        Vector512<ushort> second = Vector512<ushort>.Zero;
        Vector512<ushort> winner = Vector512<ushort>.One;
        for (int k = 1; k < classes; k++)
        {
            Vector512<ushort> score = Vector512.LoadAligned(scores + ((long)k * Chunk));
            winner = Vector512.ConditionalSelect(Vector512.GreaterThan(score, best), Vector512.Create((ushort)(k + 1)), winner);
            second = Avx512BW.Max(second, Avx512BW.Min(best, score));
            best = Avx512BW.Max(best, score);
        }

        sure = Vector512.GreaterThan(best - second, needed);
        return winner;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LookUp64(Vector512<float> t0, Vector512<float> t1, Vector512<float> t2, Vector512<float> t3, Vector512<int> index)
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(index, Vector512.Create(31)).AsSingle(),
            Avx512F.PermuteVar16x32x2(t2, index, t3),
            Avx512F.PermuteVar16x32x2(t0, index, t1));

    // Adds a step where a value is not below its threshold; what is not a number is below none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Count(Vector512<int> rank, Vector512<float> value, Vector512<float> threshold, Vector512<int> step)
        => Vector512.ConditionalSelect(Avx512F.CompareNotLessThan(value, threshold).AsInt32(), rank + step, rank);

    // The first step of a search; ranks start at -128, whose low bits, which permutes look at, are zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> First(Vector512<float> value, Vector512<float> threshold, int step)
        => Vector512.ConditionalSelect(Avx512F.CompareNotLessThan(value, threshold).AsInt32(), Vector512.Create(step - 128), Vector512.Create(-128));

    // Four vectors of ranks to 64 bytes in order: packs work within 128-bit lanes, so a transposition of dwords follows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<sbyte> Pack(Vector512<int> r0, Vector512<int> r1, Vector512<int> r2, Vector512<int> r3)
    {
        Vector512<sbyte> lanes = Avx512BW.PackSignedSaturate(Avx512BW.PackSignedSaturate(r0, r1), Avx512BW.PackSignedSaturate(r2, r3));
        return Avx512F.PermuteVar16x32(lanes.AsInt32(), Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).AsSByte();
    }

    private static void Pad(in RankJob job, int length)
    {
        new Span<float>(job.Thresholds, job.Count).CopyTo(new Span<float>(job.Tables, job.Count));
        new Span<float>(job.Tables + job.Count, length - job.Count).Fill(float.PositiveInfinity);
    }

    private static RankRange Range(Vector512<sbyte> low, Vector512<sbyte> high)
    {
        Vector256<sbyte> low32 = Vector256.Min(low.GetLower(), low.GetUpper());
        Vector256<sbyte> high32 = Vector256.Max(high.GetLower(), high.GetUpper());
        return BlendKernels256.Range(low32, high32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange RankUpTo3(in RankJob job)
    {
        Vector512<float> t0 = Vector512.Create(job.Tables[0]);
        Vector512<float> t1 = Vector512.Create(job.Tables[1]);
        Vector512<float> t2 = Vector512.Create(job.Tables[2]);
        Vector512<int> one = Vector512<int>.One;
        Vector512<sbyte> limit = Vector512.Create((sbyte)(job.Count - 128));
        Vector512<sbyte> low = Vector512.Create((sbyte)127);
        Vector512<sbyte> high = Vector512.Create((sbyte)-128);
        int width = job.Width;
        for (int y = 0; y < job.Height; y++)
        {
            float* row = job.Source + (y * job.Stride);
            float* ahead = job.Ahead + (y * job.Stride);
            sbyte* target = job.Ranks + ((long)y * job.Pitch);
            for (int x = 0; x < width; x += 64)
            {
                Fetch(ahead + x);
                Vector512<float> v0 = Vector512.Load(row + x);
                Vector512<float> v1 = Vector512.Load(row + x + 16);
                Vector512<float> v2 = Vector512.Load(row + x + 32);
                Vector512<float> v3 = Vector512.Load(row + x + 48);
                Vector512<int> r0 = Count(Count(First(v0, t0, 1), v0, t1, one), v0, t2, one);
                Vector512<int> r1 = Count(Count(First(v1, t0, 1), v1, t1, one), v1, t2, one);
                Vector512<int> r2 = Count(Count(First(v2, t0, 1), v2, t1, one), v2, t2, one);
                Vector512<int> r3 = Count(Count(First(v3, t0, 1), v3, t1, one), v3, t2, one);
                Vector512<sbyte> rank = Vector512.Min(Pack(r0, r1, r2, r3), limit);
                low = Vector512.Min(low, rank);
                high = Vector512.Max(high, rank);
                rank.StoreAligned(target + x);
            }
        }

        return Range(low, high);
    }

    // Binary search in three steps; each table is shifted to where its step looks.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange RankUpTo7(in RankJob job)
    {
        Vector512<float> t3 = Vector512.Create(job.Tables[3]);
        Vector512<float> t1 = Vector512.Load(job.Tables + 1);
        Vector512<float> t0 = Vector512.Load(job.Tables);
        Vector512<int> one = Vector512<int>.One;
        Vector512<int> two = Vector512.Create(2);
        Vector512<sbyte> limit = Vector512.Create((sbyte)(job.Count - 128));
        Vector512<sbyte> low = Vector512.Create((sbyte)127);
        Vector512<sbyte> high = Vector512.Create((sbyte)-128);
        int width = job.Width;
        for (int y = 0; y < job.Height; y++)
        {
            float* row = job.Source + (y * job.Stride);
            float* ahead = job.Ahead + (y * job.Stride);
            sbyte* target = job.Ranks + ((long)y * job.Pitch);
            for (int x = 0; x < width; x += 64)
            {
                Fetch(ahead + x);
                Vector512<float> v0 = Vector512.Load(row + x);
                Vector512<float> v1 = Vector512.Load(row + x + 16);
                Vector512<float> v2 = Vector512.Load(row + x + 32);
                Vector512<float> v3 = Vector512.Load(row + x + 48);
                Vector512<int> r0 = First(v0, t3, 4);
                Vector512<int> r1 = First(v1, t3, 4);
                Vector512<int> r2 = First(v2, t3, 4);
                Vector512<int> r3 = First(v3, t3, 4);
                r0 = Count(r0, v0, Avx512F.PermuteVar16x32(t1, r0), two);
                r1 = Count(r1, v1, Avx512F.PermuteVar16x32(t1, r1), two);
                r2 = Count(r2, v2, Avx512F.PermuteVar16x32(t1, r2), two);
                r3 = Count(r3, v3, Avx512F.PermuteVar16x32(t1, r3), two);
                r0 = Count(r0, v0, Avx512F.PermuteVar16x32(t0, r0), one);
                r1 = Count(r1, v1, Avx512F.PermuteVar16x32(t0, r1), one);
                r2 = Count(r2, v2, Avx512F.PermuteVar16x32(t0, r2), one);
                r3 = Count(r3, v3, Avx512F.PermuteVar16x32(t0, r3), one);
                Vector512<sbyte> rank = Vector512.Min(Pack(r0, r1, r2, r3), limit);
                low = Vector512.Min(low, rank);
                high = Vector512.Max(high, rank);
                rank.StoreAligned(target + x);
            }
        }

        return Range(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange RankUpTo15(in RankJob job)
    {
        Vector512<float> t7 = Vector512.Create(job.Tables[7]);
        Vector512<float> t3 = Vector512.Load(job.Tables + 3);
        Vector512<float> t1 = Vector512.Load(job.Tables + 1);
        Vector512<float> t0 = Vector512.Load(job.Tables);
        Vector512<int> one = Vector512<int>.One;
        Vector512<int> two = Vector512.Create(2);
        Vector512<int> four = Vector512.Create(4);
        Vector512<sbyte> limit = Vector512.Create((sbyte)(job.Count - 128));
        Vector512<sbyte> low = Vector512.Create((sbyte)127);
        Vector512<sbyte> high = Vector512.Create((sbyte)-128);
        int width = job.Width;
        for (int y = 0; y < job.Height; y++)
        {
            float* row = job.Source + (y * job.Stride);
            float* ahead = job.Ahead + (y * job.Stride);
            sbyte* target = job.Ranks + ((long)y * job.Pitch);
            for (int x = 0; x < width; x += 64)
            {
                Fetch(ahead + x);
                Vector512<float> v0 = Vector512.Load(row + x);
                Vector512<float> v1 = Vector512.Load(row + x + 16);
                Vector512<float> v2 = Vector512.Load(row + x + 32);
                Vector512<float> v3 = Vector512.Load(row + x + 48);
                Vector512<int> r0 = First(v0, t7, 8);
                Vector512<int> r1 = First(v1, t7, 8);
                Vector512<int> r2 = First(v2, t7, 8);
                Vector512<int> r3 = First(v3, t7, 8);
                r0 = Count(r0, v0, Avx512F.PermuteVar16x32(t3, r0), four);
                r1 = Count(r1, v1, Avx512F.PermuteVar16x32(t3, r1), four);
                r2 = Count(r2, v2, Avx512F.PermuteVar16x32(t3, r2), four);
                r3 = Count(r3, v3, Avx512F.PermuteVar16x32(t3, r3), four);
                r0 = Count(r0, v0, Avx512F.PermuteVar16x32(t1, r0), two);
                r1 = Count(r1, v1, Avx512F.PermuteVar16x32(t1, r1), two);
                r2 = Count(r2, v2, Avx512F.PermuteVar16x32(t1, r2), two);
                r3 = Count(r3, v3, Avx512F.PermuteVar16x32(t1, r3), two);
                r0 = Count(r0, v0, Avx512F.PermuteVar16x32(t0, r0), one);
                r1 = Count(r1, v1, Avx512F.PermuteVar16x32(t0, r1), one);
                r2 = Count(r2, v2, Avx512F.PermuteVar16x32(t0, r2), one);
                r3 = Count(r3, v3, Avx512F.PermuteVar16x32(t0, r3), one);
                Vector512<sbyte> rank = Vector512.Min(Pack(r0, r1, r2, r3), limit);
                low = Vector512.Min(low, rank);
                high = Vector512.Max(high, rank);
                rank.StoreAligned(target + x);
            }
        }

        return Range(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange RankUpTo31(in RankJob job)
    {
        float* table = job.Tables;
        Vector512<float> t15 = Vector512.Create(table[15]);
        Vector512<float> t7 = Vector512.Load(table + 7);
        Vector512<float> t7b = Vector512.Load(table + 23);
        Vector512<float> t3 = Vector512.Load(table + 3);
        Vector512<float> t3b = Vector512.Load(table + 19);
        Vector512<float> t1 = Vector512.Load(table + 1);
        Vector512<float> t1b = Vector512.Load(table + 17);
        Vector512<float> t0 = Vector512.Load(table);
        Vector512<float> t0b = Vector512.Load(table + 16);
        Vector512<sbyte> limit = Vector512.Create((sbyte)(job.Count - 128));
        Vector512<sbyte> low = Vector512.Create((sbyte)127);
        Vector512<sbyte> high = Vector512.Create((sbyte)-128);
        int width = job.Width;
        for (int y = 0; y < job.Height; y++)
        {
            float* row = job.Source + (y * job.Stride);
            float* ahead = job.Ahead + (y * job.Stride);
            sbyte* target = job.Ranks + ((long)y * job.Pitch);
            for (int x = 0; x < width; x += 64)
            {
                Fetch(ahead + x);
                Vector512<int> r0 = Find31(Vector512.Load(row + x), t15, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                Vector512<int> r1 = Find31(Vector512.Load(row + x + 16), t15, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                Vector512<int> r2 = Find31(Vector512.Load(row + x + 32), t15, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                Vector512<int> r3 = Find31(Vector512.Load(row + x + 48), t15, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                Vector512<sbyte> rank = Vector512.Min(Pack(r0, r1, r2, r3), limit);
                low = Vector512.Min(low, rank);
                high = Vector512.Max(high, rank);
                rank.StoreAligned(target + x);
            }
        }

        return Range(low, high);
    }

    // Every s-th threshold is searched first; the s - 1 between two of them are then counted.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange RankMany(in RankJob job)
    {
        int count = job.Count;
        int s = (count + 32) / 32;
        float* table = job.Tables;
        for (int i = 0; i < 64; i++)
        {
            long at = ((i + 1L) * s) - 1;
            table[i] = at < count && i < 31 ? job.Thresholds[at] : float.PositiveInfinity;
        }

        float* fine = table + 64;
        float* fineEnd = fine + ((s - 1) * 32);
        for (int j = 0; j < s - 1; j++)
        {
            for (int i = 0; i < 32; i++)
            {
                long at = ((long)i * s) + j;
                fine[(j * 32) + i] = at < count ? job.Thresholds[at] : float.PositiveInfinity;
            }
        }

        Vector512<float> t15 = Vector512.Create(table[15]);
        Vector512<float> t7 = Vector512.Load(table + 7);
        Vector512<float> t7b = Vector512.Load(table + 23);
        Vector512<float> t3 = Vector512.Load(table + 3);
        Vector512<float> t3b = Vector512.Load(table + 19);
        Vector512<float> t1 = Vector512.Load(table + 1);
        Vector512<float> t1b = Vector512.Load(table + 17);
        Vector512<float> t0 = Vector512.Load(table);
        Vector512<float> t0b = Vector512.Load(table + 16);
        Vector512<int> one = Vector512<int>.One;
        Vector512<int> factor = Vector512.Create(s);

        // From s (c - 128) to s c - 128.
        Vector512<int> start = Vector512.Create((128 * s) - 128);
        Vector512<sbyte> limit = Vector512.Create((sbyte)Math.Min(127, count - 128));
        Vector512<sbyte> low = Vector512.Create((sbyte)127);
        Vector512<sbyte> high = Vector512.Create((sbyte)-128);
        int planes = (count + 254) / 255;
        int width = job.Width;
        for (int y = 0; y < job.Height; y++)
        {
            float* row = job.Source + (y * job.Stride);
            float* ahead = job.Ahead + (y * job.Stride);
            sbyte* target = job.Ranks + ((long)y * job.Pitch);
            for (int x = 0; x < width; x += 64)
            {
                Fetch(ahead + x);
                Vector512<float> v0 = Vector512.Load(row + x);
                Vector512<float> v1 = Vector512.Load(row + x + 16);
                Vector512<float> v2 = Vector512.Load(row + x + 32);
                Vector512<float> v3 = Vector512.Load(row + x + 48);
                Vector512<int> c0 = Find31(v0, t15, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                Vector512<int> c1 = Find31(v1, t15, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                Vector512<int> c2 = Find31(v2, t15, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                Vector512<int> c3 = Find31(v3, t15, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                Vector512<int> r0 = (c0 * factor) + start;
                Vector512<int> r1 = (c1 * factor) + start;
                Vector512<int> r2 = (c2 * factor) + start;
                Vector512<int> r3 = (c3 * factor) + start;
                for (float* t = fine; t < fineEnd; t += 32)
                {
                    Vector512<float> lower = Vector512.Load(t);
                    Vector512<float> upper = Vector512.Load(t + 16);
                    r0 = Count(r0, v0, Avx512F.PermuteVar16x32x2(lower, c0, upper), one);
                    r1 = Count(r1, v1, Avx512F.PermuteVar16x32x2(lower, c1, upper), one);
                    r2 = Count(r2, v2, Avx512F.PermuteVar16x32x2(lower, c2, upper), one);
                    r3 = Count(r3, v3, Avx512F.PermuteVar16x32x2(lower, c3, upper), one);
                }


                // Packing saturates: the ranks of a plane stop at -128 below and at 127 above its 255 thresholds.
                Vector512<sbyte> rank = Vector512.Min(Pack(r0, r1, r2, r3), limit);
                low = Vector512.Min(low, rank);
                high = Vector512.Max(high, rank);
                rank.StoreAligned(target + x);
                for (int p = 1; p < planes; p++)
                {
                    Vector512<int> below = Vector512.Create(p * 255);
                    Pack(r0 - below, r1 - below, r2 - below, r3 - below).StoreAligned(target + x + (p * job.PlaneBytes));
                }
            }
        }

        return Range(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Find31(
        Vector512<float> v,
        Vector512<float> t15,
        Vector512<float> t7,
        Vector512<float> t7b,
        Vector512<float> t3,
        Vector512<float> t3b,
        Vector512<float> t1,
        Vector512<float> t1b,
        Vector512<float> t0,
        Vector512<float> t0b)
    {
        Vector512<int> rank = First(v, t15, 16);
        rank = Count(rank, v, Avx512F.PermuteVar16x32x2(t7, rank, t7b), Vector512.Create(8));
        rank = Count(rank, v, Avx512F.PermuteVar16x32x2(t3, rank, t3b), Vector512.Create(4));
        rank = Count(rank, v, Avx512F.PermuteVar16x32x2(t1, rank, t1b), Vector512.Create(2));
        return Count(rank, v, Avx512F.PermuteVar16x32x2(t0, rank, t0b), Vector512<int>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* ahead)
    {
        Sse.Prefetch0(ahead);
        Sse.Prefetch0(ahead + 16);
        Sse.Prefetch0(ahead + 32);
        Sse.Prefetch0(ahead + 48);
    }
}
