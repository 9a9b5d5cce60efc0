using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>AVX2: 32 pixels a vector, look-up tables as up to four shuffles of 16 bytes.</summary>
internal sealed unsafe class BlendKernels256 : BlendKernels
{
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Smallest and greatest rank in vectors of ranks less 128.</summary>
    public static RankRange Range(Vector256<sbyte> low, Vector256<sbyte> high)
    {
        Vector128<sbyte> low16 = Vector128.Min(low.GetLower(), low.GetUpper());
        Vector128<sbyte> high16 = Vector128.Max(high.GetLower(), high.GetUpper());
        int least = low16[0];
        int greatest = high16[0];
        for (int i = 1; i < 16; i++)
        {
            least = low16[i] < least ? low16[i] : least;
            greatest = high16[i] > greatest ? high16[i] : greatest;
        }

        return new RankRange(least + 128, greatest + 128);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override bool Extent(float* source, long stride, int width, int height, float* ahead, out float least, out float greatest)
    {
        Vector256<float> low = Vector256.Load(source);
        Vector256<float> high = low;
        Vector256<float> poison = Vector256<float>.Zero;
        for (int y = 0; y < height; y++)
        {
            float* row = source + (y * stride);
            float* next = ahead + (y * stride);
            for (int x = 0; x < width; x += 16)
            {
                Sse.Prefetch0(next + x);
                Vector256<float> v = Vector256.Load(row + x);
                Vector256<float> w = Vector256.Load(row + x + 8);
                low = Avx.Min(Avx.Min(low, v), w);
                high = Avx.Max(Avx.Max(high, v), w);

                // Zero for finite values, else not a number, which then stays.
                poison += (v * Vector256<float>.Zero) + (w * Vector256<float>.Zero);
            }
        }

        least = low[0];
        greatest = high[0];
        for (int i = 1; i < 8; i++)
        {
            least = low[i] < least ? low[i] : least;
            greatest = high[i] > greatest ? high[i] : greatest;
        }

        return Vector256.EqualsAll(poison, Vector256<float>.Zero);
    }

    public override RankRange Rank(in RankJob job) => job.Count <= 4 ? RankFew(job) : RankMany(job);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Blend(BlendOp* ops, BlendOp* end, byte* ranks, byte* rows)
    {
        for (int half = 0; half < Chunk; half += Chunk / 2)
        {
            Vector256<sbyte> a0 = default, a1 = default, a2 = default, a3 = default;
            for (BlendOp* op = ops; op < end; op++)
            {
                sbyte* plane = (sbyte*)ranks + op->Plane + half;
                Vector256<sbyte> t = Vector256.Create(op->Threshold);
                Vector256<sbyte> m0 = Avx2.CompareGreaterThan(Vector256.LoadAligned(plane), t);
                Vector256<sbyte> m1 = Avx2.CompareGreaterThan(Vector256.LoadAligned(plane + 32), t);
                Vector256<sbyte> m2 = Avx2.CompareGreaterThan(Vector256.LoadAligned(plane + 64), t);
                Vector256<sbyte> m3 = Avx2.CompareGreaterThan(Vector256.LoadAligned(plane + 96), t);
                switch (op->Kind & 3)
                {
                    case BlendOp.LeafLeaf:
                        {
                            Vector256<sbyte> left = Vector256.Create((sbyte)op->Left);
                            Vector256<sbyte> right = Vector256.Create((sbyte)op->Right);
                            a0 = Avx2.BlendVariable(left, right, m0);
                            a1 = Avx2.BlendVariable(left, right, m1);
                            a2 = Avx2.BlendVariable(left, right, m2);
                            a3 = Avx2.BlendVariable(left, right, m3);
                            break;
                        }

                    case BlendOp.LeafAccumulator:
                        {
                            Vector256<sbyte> left = Vector256.Create((sbyte)op->Left);
                            a0 = Avx2.BlendVariable(left, a0, m0);
                            a1 = Avx2.BlendVariable(left, a1, m1);
                            a2 = Avx2.BlendVariable(left, a2, m2);
                            a3 = Avx2.BlendVariable(left, a3, m3);
                            break;
                        }

                    case BlendOp.AccumulatorLeaf:
                        {
                            Vector256<sbyte> right = Vector256.Create((sbyte)op->Right);
                            a0 = Avx2.BlendVariable(a0, right, m0);
                            a1 = Avx2.BlendVariable(a1, right, m1);
                            a2 = Avx2.BlendVariable(a2, right, m2);
                            a3 = Avx2.BlendVariable(a3, right, m3);
                            break;
                        }

                    default:
                        {
                            sbyte* left = (sbyte*)rows + op->Source + half;
                            a0 = Avx2.BlendVariable(Vector256.LoadAligned(left), a0, m0);
                            a1 = Avx2.BlendVariable(Vector256.LoadAligned(left + 32), a1, m1);
                            a2 = Avx2.BlendVariable(Vector256.LoadAligned(left + 64), a2, m2);
                            a3 = Avx2.BlendVariable(Vector256.LoadAligned(left + 96), a3, m3);
                            break;
                        }
                }

                if (op->Kind >= BlendOp.Store)
                {
                    sbyte* target = (sbyte*)rows + op->Target + half;
                    a0.StoreAligned(target);
                    a1.StoreAligned(target + 32);
                    a2.StoreAligned(target + 64);
                    a3.StoreAligned(target + 96);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Score(ScoreEntry* low, ScoreEntry* lowEnd, ScoreEntry* high, ScoreEntry* highEnd, byte* tables, byte* rows, ushort* scores, int start)
    {
        Vector256<ushort> evenBytes = Vector256.Create((ushort)0x00ff);
        for (int part = 0; part < Chunk; part += 64)
        {
            ushort* even = scores + (part / 2);
            ushort* odd = even + (Chunk / 2);
            Vector256<ushort> e0, e1, o0, o1;
            if (start >= 0)
            {
                e0 = e1 = o0 = o1 = Vector256.Create((ushort)start);
            }
            else
            {
                e0 = Vector256.LoadAligned(even);
                e1 = Vector256.LoadAligned(even + 16);
                o0 = Vector256.LoadAligned(odd);
                o1 = Vector256.LoadAligned(odd + 16);
            }

            Vector256<byte> b0 = default, b1 = default;
            for (ScoreEntry* entry = low; entry < lowEnd; entry++)
            {
                if ((entry->Row & ScoreEntry.Flush) != 0)
                {
                    e0 += b0.AsUInt16() & evenBytes;
                    e1 += b1.AsUInt16() & evenBytes;
                    o0 += b0.AsUInt16() >>> 8;
                    o1 += b1.AsUInt16() >>> 8;
                    b0 = b1 = default;
                }

                LookUp(entry, tables, rows + part, ref b0, ref b1);
            }

            e0 += b0.AsUInt16() & evenBytes;
            e1 += b1.AsUInt16() & evenBytes;
            o0 += b0.AsUInt16() >>> 8;
            o1 += b1.AsUInt16() >>> 8;

            // Sums of high bytes count modulo 256 only.
            b0 = b1 = default;
            for (ScoreEntry* entry = high; entry < highEnd; entry++)
            {
                LookUp(entry, tables, rows + part, ref b0, ref b1);
            }

            e0 += b0.AsUInt16() << 8;
            e1 += b1.AsUInt16() << 8;
            o0 += b0.AsUInt16() & ~evenBytes;
            o1 += b1.AsUInt16() & ~evenBytes;
            e0.StoreAligned(even);
            e1.StoreAligned(even + 16);
            o0.StoreAligned(odd);
            o1.StoreAligned(odd + 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Decide(ushort* scores, int classes, int gap, byte* labels, ulong* undecided)
    {
        Vector256<ushort> needed = Vector256.Create((ushort)gap);
        var open = (uint*)undecided;
        for (int v = 0; v < Chunk / 32; v++)
        {
            Vector256<ushort> even = Best(scores + (v * 16), classes, needed, out Vector256<ushort> evenOpen);
            Vector256<ushort> odd = Best(scores + (Chunk / 2) + (v * 16), classes, needed, out Vector256<ushort> oddOpen);
            (even | (odd << 8)).AsByte().StoreAligned(labels + (v * 32));
            Vector256<ushort> both = (evenOpen & Vector256.Create((ushort)0xff)) | (oddOpen << 8);
            open[v] = (uint)Avx2.MoveMask(both.AsByte());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Sum(SumEntry* entries, SumEntry* end, float* values, byte* rows, float* sums, int pixels)
    {
        for (int v = 0; v < pixels; v += 32)
        {
            Vector256<float> s0 = Vector256.LoadAligned(sums + v);
            Vector256<float> s1 = Vector256.LoadAligned(sums + v + 8);
            Vector256<float> s2 = Vector256.LoadAligned(sums + v + 16);
            Vector256<float> s3 = Vector256.LoadAligned(sums + v + 24);
            for (SumEntry* entry = entries; entry < end; entry++)
            {
                float* table = values + entry->Values;
                if (entry->Row < 0)
                {
                    Vector256<float> same = Vector256.Create(*table);
                    s0 += same;
                    s1 += same;
                    s2 += same;
                    s3 += same;
                }
                else
                {
                    byte* row = rows + entry->Row + v;
                    s0 += Avx2.GatherVector256(table, Avx2.ConvertToVector256Int32(row), sizeof(float));
                    s1 += Avx2.GatherVector256(table, Avx2.ConvertToVector256Int32(row + 8), sizeof(float));
                    s2 += Avx2.GatherVector256(table, Avx2.ConvertToVector256Int32(row + 16), sizeof(float));
                    s3 += Avx2.GatherVector256(table, Avx2.ConvertToVector256Int32(row + 24), sizeof(float));
                }
            }

            s0.StoreAligned(sums + v);
            s1.StoreAligned(sums + v + 8);
            s2.StoreAligned(sums + v + 16);
            s3.StoreAligned(sums + v + 24);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Winner(float* sums, int count, ushort* winners)
    {
        int* winner8 = stackalloc int[8];
        for (int v = 0; v < Chunk; v += 8)
        {
            Vector256<float> best = Vector256.LoadAligned(sums + v);
            Vector256<int> winner = Vector256<int>.Zero;
            if (count == 1)
            {
                winner = Avx.CompareGreaterThan(best, Vector256<float>.Zero).AsInt32() & Vector256<int>.One;
            }

            for (int k = 1; k < count; k++)
            {
                Vector256<float> sum = Vector256.LoadAligned(sums + ((long)k * Chunk) + v);
                Vector256<float> greater = Avx.CompareGreaterThan(sum, best);
                best = Avx.BlendVariable(best, sum, greater);
                winner = Avx2.BlendVariable(winner, Vector256.Create(k), greater.AsInt32());
            }

            winner.Store(winner8);
            for (int i = 0; i < 8; i++)
            {
                winners[v + i] = (ushort)winner8[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Probability(TreeEnsemble ensemble, float* sums)
    {
        int classes = ensemble.ClassCount;
        for (int v = 0; v < Chunk; v += 8)
        {
            float* column = sums + v;
            if (ensemble.Kind == EnsembleKind.Forest)
            {
                Vector256<float> trees = Vector256.Create((float)ensemble.Trees.Length);
                for (int k = 0; k < classes; k++)
                {
                    (Vector256.LoadAligned(column + ((long)k * Chunk)) / trees).StoreAligned(column + ((long)k * Chunk));
                }
            }
            else if (ensemble.MarginCount == 1)
            {
                Vector256<float> margin = Vector256.LoadAligned(column);
                Vector256<float> e = ClassProbability.Exp(-Vector256.Abs(margin));
                Vector256<float> greater = Vector256<float>.One / (Vector256<float>.One + e);
                Vector256<float> smaller = e / (Vector256<float>.One + e);
                Vector256<float> second = Vector256.GreaterThanOrEqual(margin, Vector256<float>.Zero);
                Avx.BlendVariable(greater, smaller, second).StoreAligned(column);
                Avx.BlendVariable(smaller, greater, second).StoreAligned(column + Chunk);
            }
            else
            {
                Vector256<float> greatest = Vector256.LoadAligned(column);
                for (int k = 1; k < classes; k++)
                {
                    greatest = Avx.Max(greatest, Vector256.LoadAligned(column + ((long)k * Chunk)));
                }

                Vector256<float> total = Vector256<float>.Zero;
                for (int k = 0; k < classes; k++)
                {
                    Vector256<float> e = ClassProbability.Exp(Vector256.LoadAligned(column + ((long)k * Chunk)) - greatest);
                    e.StoreAligned(column + ((long)k * Chunk));
                    total += e;
                }

                for (int k = 0; k < classes; k++)
                {
                    (Vector256.LoadAligned(column + ((long)k * Chunk)) / total).StoreAligned(column + ((long)k * Chunk));
                }
            }
        }
    }

    // 1-based winners of 16 pixels; open where the winner does not lead by more than needed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Best(ushort* scores, int classes, Vector256<ushort> needed, out Vector256<ushort> open)
    {
        Vector256<ushort> best = Vector256.LoadAligned(scores);
        Vector256<ushort> second = Vector256<ushort>.Zero;
        Vector256<ushort> winner = Vector256<ushort>.One;
        for (int k = 1; k < classes; k++)
        {
            Vector256<ushort> score = Vector256.LoadAligned(scores + ((long)k * Chunk));
            Vector256<ushort> notGreater = Avx2.CompareEqual(Avx2.Max(score, best), best);
            winner = Avx2.BlendVariable(Vector256.Create((ushort)(k + 1)), winner, notGreater);
            second = Avx2.Max(second, Avx2.Min(best, score));
            best = Avx2.Max(best, score);
        }

        open = Avx2.CompareEqual(Avx2.SubtractSaturate(best - second, needed), Vector256<ushort>.Zero);
        return winner;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LookUp(ScoreEntry* entry, byte* tables, byte* rows, ref Vector256<byte> b0, ref Vector256<byte> b1)
    {
        byte* table = tables + ((long)entry->Table * 64);
        byte* row = rows + (entry->Row & ~(Chunk - 1));
        Vector256<byte> i0 = Vector256.LoadAligned(row);
        Vector256<byte> i1 = Vector256.LoadAligned(row + 32);
        int parts = (entry->Row >> 1) & 7;
        if (parts == 1)
        {
            Vector256<byte> t = Avx2.BroadcastVector128ToVector256(table);
            b0 += Avx2.Shuffle(t, i0);
            b1 += Avx2.Shuffle(t, i1);
            return;
        }

        // Numbers outside a part get their high bit set, for which a shuffle gives zero.
        Vector256<byte> outside = Vector256.Create((byte)0x70);
        for (int p = 0; p < parts; p++)
        {
            Vector256<byte> t = Avx2.BroadcastVector128ToVector256(table + (p * 16));
            Vector256<byte> first = Vector256.Create((byte)(p * 16));
            b0 += Avx2.Shuffle(t, Avx2.AddSaturate(i0 ^ first, outside));
            b1 += Avx2.Shuffle(t, Avx2.AddSaturate(i1 ^ first, outside));
        }
    }

    // Adds a step where a value is not below its threshold; what is not a number is below none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Count(Vector256<int> rank, Vector256<float> value, Vector256<float> threshold, Vector256<int> step)
        => rank + (Avx.CompareNotLessThan(value, threshold).AsInt32() & step);

    // The value of a table of sixteen at each rank.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LookUp16(Vector256<float> lower, Vector256<float> upper, Vector256<int> rank)
        => Avx.BlendVariable(Avx2.PermuteVar8x32(lower, rank), Avx2.PermuteVar8x32(upper, rank), (rank << 28).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Find15(float* table, Vector256<float> v)
    {
        Vector256<int> rank = Count(Vector256<int>.Zero, v, Vector256.Create(table[7]), Vector256.Create(8));
        rank = Count(rank, v, LookUp16(Vector256.Load(table + 3), Vector256.Load(table + 11), rank), Vector256.Create(4));
        rank = Count(rank, v, LookUp16(Vector256.Load(table + 1), Vector256.Load(table + 9), rank), Vector256.Create(2));
        return Count(rank, v, LookUp16(Vector256.Load(table), Vector256.Load(table + 8), rank), Vector256<int>.One);
    }

    // Four vectors of ranks to 32 bytes in order: packs work within 128-bit lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Pack(Vector256<int> r0, Vector256<int> r1, Vector256<int> r2, Vector256<int> r3)
    {
        Vector256<sbyte> lanes = Avx2.PackSignedSaturate(Avx2.PackSignedSaturate(r0, r1), Avx2.PackSignedSaturate(r2, r3));
        return Avx2.PermuteVar8x32(lanes.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsSByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Count4(Vector256<float> v, Vector256<float> t0, Vector256<float> t1, Vector256<float> t2, Vector256<float> t3)
        => Vector256.Create(-128)
        - Avx.CompareNotLessThan(v, t0).AsInt32() - Avx.CompareNotLessThan(v, t1).AsInt32()
        - Avx.CompareNotLessThan(v, t2).AsInt32() - Avx.CompareNotLessThan(v, t3).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange RankFew(in RankJob job)
    {
        Vector256<float> t0 = Vector256.Create(job.Thresholds[0]);
        Vector256<float> t1 = Vector256.Create(job.Count > 1 ? job.Thresholds[1] : float.PositiveInfinity);
        Vector256<float> t2 = Vector256.Create(job.Count > 2 ? job.Thresholds[2] : float.PositiveInfinity);
        Vector256<float> t3 = Vector256.Create(job.Count > 3 ? job.Thresholds[3] : float.PositiveInfinity);
        Vector256<sbyte> limit = Vector256.Create((sbyte)(job.Count - 128));
        Vector256<sbyte> low = Vector256.Create((sbyte)127);
        Vector256<sbyte> high = Vector256.Create((sbyte)-128);
        for (int y = 0; y < job.Height; y++)
        {
            float* row = job.Source + (y * job.Stride);
            float* ahead = job.Ahead + (y * job.Stride);
            sbyte* target = job.Ranks + ((long)y * job.Pitch);
            for (int x = 0; x < job.Width; x += 32)
            {
                Sse.Prefetch0(ahead + x);
                Sse.Prefetch0(ahead + x + 16);
                Vector256<int> r0 = Count4(Vector256.Load(row + x), t0, t1, t2, t3);
                Vector256<int> r1 = Count4(Vector256.Load(row + x + 8), t0, t1, t2, t3);
                Vector256<int> r2 = Count4(Vector256.Load(row + x + 16), t0, t1, t2, t3);
                Vector256<int> r3 = Count4(Vector256.Load(row + x + 24), t0, t1, t2, t3);
                Vector256<sbyte> rank = Avx2.Min(Pack(r0, r1, r2, r3), limit);
                low = Avx2.Min(low, rank);
                high = Avx2.Max(high, rank);
                rank.StoreAligned(target + x);
            }
        }

        return Range(low, high);
    }

    // Every s-th threshold is searched first, fifteen in all; the s - 1 between two of them are then counted.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange RankMany(in RankJob job)
    {
        int count = job.Count;
        int s = (count + 16) / 16;
        float* table = job.Tables;
        for (int i = 0; i < 32; i++)
        {
            long at = ((i + 1L) * s) - 1;
            table[i] = at < count && i < 15 ? job.Thresholds[at] : float.PositiveInfinity;
        }

        float* fine = table + 32;
        float* fineEnd = fine + ((s - 1) * 16);
        for (int j = 0; j < s - 1; j++)
        {
            for (int i = 0; i < 16; i++)
            {
                long at = ((long)i * s) + j;
                fine[(j * 16) + i] = at < count ? job.Thresholds[at] : float.PositiveInfinity;
            }
        }

        Vector256<int> factor = Vector256.Create(s);
        Vector256<int> start = Vector256.Create(128);
        Vector256<int> limit = Vector256.Create(count);
        Vector256<sbyte> low = Vector256.Create((sbyte)127);
        Vector256<sbyte> high = Vector256.Create((sbyte)-128);
        int planes = (count + 254) / 255;
        for (int y = 0; y < job.Height; y++)
        {
            float* row = job.Source + (y * job.Stride);
            float* ahead = job.Ahead + (y * job.Stride);
            sbyte* target = job.Ranks + ((long)y * job.Pitch);
            for (int x = 0; x < job.Width; x += 32)
            {
                Sse.Prefetch0(ahead + x);
                Sse.Prefetch0(ahead + x + 16);
                Vector256<float> v0 = Vector256.Load(row + x);
                Vector256<float> v1 = Vector256.Load(row + x + 8);
                Vector256<float> v2 = Vector256.Load(row + x + 16);
                Vector256<float> v3 = Vector256.Load(row + x + 24);
                Vector256<int> c0 = Find15(table, v0);
                Vector256<int> c1 = Find15(table, v1);
                Vector256<int> c2 = Find15(table, v2);
                Vector256<int> c3 = Find15(table, v3);
                Vector256<int> r0 = c0 * factor;
                Vector256<int> r1 = c1 * factor;
                Vector256<int> r2 = c2 * factor;
                Vector256<int> r3 = c3 * factor;
                for (float* t = fine; t < fineEnd; t += 16)
                {
                    Vector256<float> lower = Vector256.Load(t);
                    Vector256<float> upper = Vector256.Load(t + 8);
                    r0 -= Avx.CompareNotLessThan(v0, LookUp16(lower, upper, c0)).AsInt32();
                    r1 -= Avx.CompareNotLessThan(v1, LookUp16(lower, upper, c1)).AsInt32();
                    r2 -= Avx.CompareNotLessThan(v2, LookUp16(lower, upper, c2)).AsInt32();
                    r3 -= Avx.CompareNotLessThan(v3, LookUp16(lower, upper, c3)).AsInt32();
                }

                r0 = Avx2.Min(r0, limit) - start;
                r1 = Avx2.Min(r1, limit) - start;
                r2 = Avx2.Min(r2, limit) - start;
                r3 = Avx2.Min(r3, limit) - start;

                // Packing saturates: the ranks of a plane stop at -128 below and at 127 above its 255 thresholds.
                Vector256<sbyte> rank = Pack(r0, r1, r2, r3);
                low = Avx2.Min(low, rank);
                high = Avx2.Max(high, rank);
                rank.StoreAligned(target + x);
                for (int p = 1; p < planes; p++)
                {
                    Vector256<int> below = Vector256.Create(p * 255);
                    Pack(r0 - below, r1 - below, r2 - below, r3 - below).StoreAligned(target + x + (p * job.PlaneBytes));
                }
            }
        }

        return Range(low, high);
    }
}
