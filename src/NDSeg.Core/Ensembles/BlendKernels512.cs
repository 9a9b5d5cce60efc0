using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Ensembles;

/// <summary>AVX-512 with byte permutes (VBMI): 64 pixels a vector, look-up tables of 64 bytes in one register.</summary>
internal sealed unsafe class BlendKernels512 : BlendKernels
{
    private const int Lanes = 16;

    public static bool IsSupported => Avx512Vbmi.IsSupported;

    public override bool Extent(float* source, long stride, int width, int height, float* ahead, out float least, out float greatest)
    {
        Vector512<float> low = Vector512.Create(source[0]);
        Vector512<float> high = low;
        Vector512<float> poison = Vector512<float>.Zero;
        int whole = width & -Lanes;
        for (int y = 0; y < height; y++)
        {
            float* row = source + (y * stride);
            float* next = ahead + (y * stride);
            for (int x = 0; x < whole; x += Lanes)
            {
                Sse.Prefetch0(next + x);
                Vector512<float> v = Vector512.Load(row + x);
                low = Avx512F.Min(low, v);
                high = Avx512F.Max(high, v);

                // Zero for finite values, else not a number, which then stays.
                poison = Avx512F.FusedMultiplyAdd(v, Vector512<float>.Zero, poison);
            }

            if (whole < width)
            {
                Sse.Prefetch0(next + whole);
                Vector512<float> v = LoadTail(row + whole, width - whole);
                low = Avx512F.Min(low, v);
                high = Avx512F.Max(high, v);
                poison = Avx512F.FusedMultiplyAdd(v, Vector512<float>.Zero, poison);
            }
        }

        least = float.PositiveInfinity;
        greatest = float.NegativeInfinity;
        for (int i = 0; i < Lanes; i++)
        {
            least = Math.Min(least, low[i]);
            greatest = Math.Max(greatest, high[i]);
        }

        return Vector512.EqualsAll(poison, Vector512<float>.Zero);
    }

    public override void Rank(float* source, long stride, int width, int height, float* thresholds, int count, float* tables, sbyte* ranks, long planeBytes)
    {
        int pitch = (width + Lanes - 1) & -Lanes;
        if (count <= 5)
        {
            RankFew(source, stride, width, height, thresholds, count, ranks, pitch);
        }
        else if (count <= 15)
        {
            Copy(thresholds, count, tables, 32);
            Rank15(source, stride, width, height, tables, ranks, pitch);
        }
        else if (count <= 31)
        {
            Copy(thresholds, count, tables, 64);
            Rank31(source, stride, width, height, tables, ranks, pitch);
        }
        else
        {
            RankMany(source, stride, width, height, thresholds, count, tables, ranks, pitch, planeBytes);
        }
    }

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
            int at = entry->Row;
            if ((at & ScoreEntry.Flush) != 0)
            {
                at--;
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
            byte* row = rows + at;
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
                byte* row = rows + entry->Row;
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

    public override void Decide(ushort* scores, int classes, int gap, byte* labels, ulong* undecided)
    {
        Vector512<ushort> needed = Vector512.Create((ushort)Math.Min(gap, ushort.MaxValue));
        for (int v = 0; v < 4; v++)
        {
            Vector512<ushort> even = Best(scores + (v * 32), classes, needed, out Vector512<ushort> evenSure);
            Vector512<ushort> odd = Best(scores + 128 + (v * 32), classes, needed, out Vector512<ushort> oddSure);
            (even | (odd << 8)).AsByte().StoreAligned(labels + (v * 64));
            Vector512<byte> sure = (evenSure & Vector512.Create((ushort)0xff)).AsByte() | (oddSure << 8).AsByte();
            undecided[v] = ~sure.ExtractMostSignificantBits();
        }
    }

    public override void Sum(SumEntry* entries, SumEntry* end, float* values, byte* rows, float* sums)
    {
        for (int v = 0; v < Chunk; v += 64)
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

    // The missing lanes repeat the first value, so that they change neither extent nor anything else.
    private static Vector512<float> LoadTail(float* row, int count)
    {
        float* buffer = stackalloc float[Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            buffer[i] = row[i < count ? i : 0];
        }

        return Vector512.Load(buffer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(float* row, int x, int width)
        => x + Lanes <= width ? Vector512.Load(row + x) : LoadTail(row + x, width - x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Count(Vector512<int> rank, Vector512<float> value, Vector512<float> threshold, Vector512<int> step)
        => Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(value, threshold).AsInt32(), rank + step, rank);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<int> rank, sbyte* target)
        => Avx512F.ConvertToVector128SByte(rank - Vector512.Create(128)).Store(target);

    private static void Copy(float* thresholds, int count, float* tables, int length)
    {
        new Span<float>(thresholds, count).CopyTo(new Span<float>(tables, count));
        new Span<float>(tables + count, length - count).Fill(float.PositiveInfinity);
    }

    private static void RankFew(float* source, long stride, int width, int height, float* thresholds, int count, sbyte* ranks, int pitch)
    {
        Vector512<float> t0 = Vector512.Create(thresholds[0]);
        Vector512<float> t1 = Vector512.Create(count > 1 ? thresholds[1] : float.PositiveInfinity);
        Vector512<float> t2 = Vector512.Create(count > 2 ? thresholds[2] : float.PositiveInfinity);
        Vector512<float> t3 = Vector512.Create(count > 3 ? thresholds[3] : float.PositiveInfinity);
        Vector512<float> t4 = Vector512.Create(count > 4 ? thresholds[4] : float.PositiveInfinity);
        for (int y = 0; y < height; y++)
        {
            float* row = source + (y * stride);
            sbyte* target = ranks + ((long)y * pitch);
            if (count <= 2)
            {
                for (int x = 0; x < width; x += Lanes)
                {
                    Vector512<float> v = Load(row, x, width);
                    Vector512<int> rank = Count(Vector512<int>.Zero, v, t0, Vector512<int>.One);
                    rank = Count(rank, v, t1, Vector512<int>.One);
                    Store(rank, target + x);
                }
            }
            else
            {
                for (int x = 0; x < width; x += Lanes)
                {
                    Vector512<float> v = Load(row, x, width);
                    Vector512<int> rank = Count(Vector512<int>.Zero, v, t0, Vector512<int>.One);
                    rank = Count(rank, v, t1, Vector512<int>.One);
                    rank = Count(rank, v, t2, Vector512<int>.One);
                    rank = Count(rank, v, t3, Vector512<int>.One);
                    rank = Count(rank, v, t4, Vector512<int>.One);
                    Store(rank, target + x);
                }
            }
        }
    }

    // Binary search in four steps; each table is shifted to where its step looks.
    private static void Rank15(float* source, long stride, int width, int height, float* table, sbyte* ranks, int pitch)
    {
        Vector512<float> t7 = Vector512.Create(table[7]);
        Vector512<float> t3 = Vector512.Load(table + 3);
        Vector512<float> t1 = Vector512.Load(table + 1);
        Vector512<float> t0 = Vector512.Load(table);
        for (int y = 0; y < height; y++)
        {
            float* row = source + (y * stride);
            sbyte* target = ranks + ((long)y * pitch);
            for (int x = 0; x < width; x += Lanes)
            {
                Vector512<float> v = Load(row, x, width);
                Vector512<int> rank = Count(Vector512<int>.Zero, v, t7, Vector512.Create(8));
                rank = Count(rank, v, Avx512F.PermuteVar16x32(t3, rank), Vector512.Create(4));
                rank = Count(rank, v, Avx512F.PermuteVar16x32(t1, rank), Vector512.Create(2));
                rank = Count(rank, v, Avx512F.PermuteVar16x32(t0, rank), Vector512<int>.One);
                Store(rank, target + x);
            }
        }
    }

    private static void Rank31(float* source, long stride, int width, int height, float* table, sbyte* ranks, int pitch)
    {
        var search = new Search31(table);
        for (int y = 0; y < height; y++)
        {
            float* row = source + (y * stride);
            sbyte* target = ranks + ((long)y * pitch);
            for (int x = 0; x < width; x += Lanes)
            {
                Store(search.Find(Load(row, x, width)), target + x);
            }
        }
    }

    // Every s-th threshold is searched first; the s - 1 between two of them are then counted.
    private static void RankMany(float* source, long stride, int width, int height, float* thresholds, int count, float* tables, sbyte* ranks, int pitch, long planeBytes)
    {
        int s = (count + 32) / 32;
        for (int i = 0; i < 64; i++)
        {
            long at = ((i + 1L) * s) - 1;
            tables[i] = at < count && i < 31 ? thresholds[at] : float.PositiveInfinity;
        }

        float* fine = tables + 64;
        for (int j = 0; j < s - 1; j++)
        {
            for (int i = 0; i < 32; i++)
            {
                long at = ((long)i * s) + j;
                fine[(j * 32) + i] = at < count ? thresholds[at] : float.PositiveInfinity;
            }
        }

        var search = new Search31(tables);
        Vector512<int> factor = Vector512.Create(s);
        int planes = (count + 254) / 255;
        for (int y = 0; y < height; y++)
        {
            float* row = source + (y * stride);
            sbyte* target = ranks + ((long)y * pitch);
            for (int x = 0; x < width; x += Lanes)
            {
                Vector512<float> v = Load(row, x, width);
                Vector512<int> coarse = search.Find(v);
                Vector512<int> rank = coarse * factor;
                for (int j = 0; j < s - 1; j++)
                {
                    Vector512<float> t = Avx512F.PermuteVar16x32x2(Vector512.Load(fine + (j * 32)), coarse, Vector512.Load(fine + (j * 32) + 16));
                    rank = Count(rank, v, t, Vector512<int>.One);
                }

                for (int p = 0; p < planes; p++)
                {
                    Vector512<int> local = Avx512F.Min(Avx512F.Max(rank - Vector512.Create(p * 255), Vector512<int>.Zero), Vector512.Create(255));
                    Store(local, target + x + (p * planeBytes));
                }
            }
        }
    }

    /// <summary>Binary search among 31 thresholds in five steps.</summary>
    private readonly ref struct Search31
    {
        private readonly Vector512<float> t15;
        private readonly Vector512<float> t7;
        private readonly Vector512<float> t7b;
        private readonly Vector512<float> t3;
        private readonly Vector512<float> t3b;
        private readonly Vector512<float> t1;
        private readonly Vector512<float> t1b;
        private readonly Vector512<float> t0;
        private readonly Vector512<float> t0b;

        public Search31(float* table)
        {
            t15 = Vector512.Create(table[15]);
            t7 = Vector512.Load(table + 7);
            t7b = Vector512.Load(table + 23);
            t3 = Vector512.Load(table + 3);
            t3b = Vector512.Load(table + 19);
            t1 = Vector512.Load(table + 1);
            t1b = Vector512.Load(table + 17);
            t0 = Vector512.Load(table);
            t0b = Vector512.Load(table + 16);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<int> Find(Vector512<float> v)
        {
            Vector512<int> rank = Count(Vector512<int>.Zero, v, t15, Vector512.Create(16));
            rank = Count(rank, v, Avx512F.PermuteVar16x32x2(t7, rank, t7b), Vector512.Create(8));
            rank = Count(rank, v, Avx512F.PermuteVar16x32x2(t3, rank, t3b), Vector512.Create(4));
            rank = Count(rank, v, Avx512F.PermuteVar16x32x2(t1, rank, t1b), Vector512.Create(2));
            return Count(rank, v, Avx512F.PermuteVar16x32x2(t0, rank, t0b), Vector512<int>.One);
        }
    }
}
