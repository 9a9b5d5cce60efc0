using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// Map values to ranks among a map's thresholds. A register and its neighbour hold a table of T = 2 lanes thresholds that a
/// rank indexes, which makes a binary search of log2 T steps; a rank starts at -128, whose lowest bits are zero.
/// </summary>
internal static unsafe class RankKernel<TRegister, TVec>
    where TRegister : struct, IRegister<TVec>
    where TVec : unmanaged
{
    private const int Start = sbyte.MinValue;

    private static int Floats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRegister.Bytes / sizeof(float);
    }

    /// <summary>Replaces values by ranks: the number of thresholds at or below a value, less 128, as bytes.</summary>
    /// <returns>Smallest and greatest rank; meaningless when the thresholds fill several planes.</returns>
    public static RankRange Rank(in RankRequest request)
        => request.Count <= 4 ? CountAll(request) : request.Count < Floats ? SearchOne(request) : SearchTwo(request);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange CountAll(in RankRequest request)
    {
        Pad(request, 4);
        bool four = request.Count > 3;
        TVec t0 = TRegister.Single(request.Tables[0]);
        TVec t1 = TRegister.Single(request.Tables[1]);
        TVec t2 = TRegister.Single(request.Tables[2]);
        TVec t3 = TRegister.Single(request.Tables[3]);
        TVec start = TRegister.Int32(Start);
        TVec one = TRegister.Int32(1);
        TVec limit = TRegister.Byte((byte)(request.Count + Start));
        TVec low = TRegister.Byte(127);
        TVec high = TRegister.Byte(128);
        for (int y = 0; y < request.Height; y++)
        {
            float* row = request.Source + (y * request.Stride);
            float* ahead = request.Ahead + (y * request.Stride);
            sbyte* target = request.Ranks + ((long)y * request.Pitch);
            for (int x = 0; x < request.Width; x += 4 * Floats)
            {
                CachePrefetch.Lines(ahead + x, 4 * Floats);
                TVec v0 = TRegister.Load(row + x);
                TVec v1 = TRegister.Load(row + x + Floats);
                TVec v2 = TRegister.Load(row + x + (2 * Floats));
                TVec v3 = TRegister.Load(row + x + (3 * Floats));
                TVec r0 = Count3(start, v0, t0, t1, t2, one);
                TVec r1 = Count3(start, v1, t0, t1, t2, one);
                TVec r2 = Count3(start, v2, t0, t1, t2, one);
                TVec r3 = Count3(start, v3, t0, t1, t2, one);
                if (four)
                {
                    r0 = TRegister.CountNotLess(r0, v0, t3, one);
                    r1 = TRegister.CountNotLess(r1, v1, t3, one);
                    r2 = TRegister.CountNotLess(r2, v2, t3, one);
                    r3 = TRegister.CountNotLess(r3, v3, t3, one);
                }

                TVec rank = TRegister.MinSByte(TRegister.SaturateToSByte(r0, r1, r2, r3), limit);
                low = TRegister.MinSByte(low, rank);
                high = TRegister.MaxSByte(high, rank);
                TRegister.Store(target + x, rank);
            }
        }

        return Range(low, high);
    }

    // Binary search in one register; each table is shifted to where its step looks. Only registers of 8 and 16 floats get here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange SearchOne(in RankRequest request)
    {
        Pad(request, 2 * Floats);
        bool eight = request.Count > 7;
        TVec t7 = TRegister.Single(request.Tables[7]);
        TVec first3 = TRegister.Single(request.Tables[3]);
        TVec t3 = TRegister.Load(request.Tables + 3);
        TVec t1 = TRegister.Load(request.Tables + 1);
        TVec t0 = TRegister.Load(request.Tables);
        TVec start = TRegister.Int32(Start);
        TVec limit = TRegister.Byte((byte)(request.Count + Start));
        TVec low = TRegister.Byte(127);
        TVec high = TRegister.Byte(128);
        for (int y = 0; y < request.Height; y++)
        {
            float* row = request.Source + (y * request.Stride);
            float* ahead = request.Ahead + (y * request.Stride);
            sbyte* target = request.Ranks + ((long)y * request.Pitch);
            for (int x = 0; x < request.Width; x += 4 * Floats)
            {
                CachePrefetch.Lines(ahead + x, 4 * Floats);
                TVec v0 = TRegister.Load(row + x);
                TVec v1 = TRegister.Load(row + x + Floats);
                TVec v2 = TRegister.Load(row + x + (2 * Floats));
                TVec v3 = TRegister.Load(row + x + (3 * Floats));
                TVec r0, r1, r2, r3;
                if (eight)
                {
                    r0 = Step(TRegister.CountNotLess(start, v0, t7, TRegister.Int32(8)), v0, t3, 4);
                    r1 = Step(TRegister.CountNotLess(start, v1, t7, TRegister.Int32(8)), v1, t3, 4);
                    r2 = Step(TRegister.CountNotLess(start, v2, t7, TRegister.Int32(8)), v2, t3, 4);
                    r3 = Step(TRegister.CountNotLess(start, v3, t7, TRegister.Int32(8)), v3, t3, 4);
                }
                else
                {
                    r0 = TRegister.CountNotLess(start, v0, first3, TRegister.Int32(4));
                    r1 = TRegister.CountNotLess(start, v1, first3, TRegister.Int32(4));
                    r2 = TRegister.CountNotLess(start, v2, first3, TRegister.Int32(4));
                    r3 = TRegister.CountNotLess(start, v3, first3, TRegister.Int32(4));
                }

                r0 = Step(r0, v0, t1, 2);
                r1 = Step(r1, v1, t1, 2);
                r2 = Step(r2, v2, t1, 2);
                r3 = Step(r3, v3, t1, 2);
                r0 = Step(r0, v0, t0, 1);
                r1 = Step(r1, v1, t0, 1);
                r2 = Step(r2, v2, t0, 1);
                r3 = Step(r3, v3, t0, 1);
                TVec rank = TRegister.MinSByte(TRegister.SaturateToSByte(r0, r1, r2, r3), limit);
                low = TRegister.MinSByte(low, rank);
                high = TRegister.MaxSByte(high, rank);
                TRegister.Store(target + x, rank);
            }
        }

        return Range(low, high);
    }

    // Every s-th threshold is searched first; the s - 1 between two of them are then counted.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static RankRange SearchTwo(in RankRequest request)
    {
        int count = request.Count;
        int s = (count + (2 * Floats)) / (2 * Floats);
        float* table = request.Tables;
        float* fine = table + (4 * Floats);
        float* fineEnd = fine + ((s - 1) * 2 * Floats);
        FillTables(request, s);
        TVec middle = TRegister.Single(table[Floats - 1]);
        TVec t7 = TRegister.Load(table + 7);
        TVec t7b = TRegister.Load(table + 7 + Floats);
        TVec t3 = TRegister.Load(table + 3);
        TVec t3b = TRegister.Load(table + 3 + Floats);
        TVec t1 = TRegister.Load(table + 1);
        TVec t1b = TRegister.Load(table + 1 + Floats);
        TVec t0 = TRegister.Load(table);
        TVec t0b = TRegister.Load(table + Floats);
        TVec one = TRegister.Int32(1);
        TVec factor = TRegister.Int32(s);

        // From s (c - 128) to s c - 128.
        TVec shift = TRegister.Int32((-Start * s) + Start);
        TVec limit = TRegister.Byte((byte)Math.Min(127, count + Start));
        TVec low = TRegister.Byte(127);
        TVec high = TRegister.Byte(128);
        int planes = (count + 254) / 255;
        for (int y = 0; y < request.Height; y++)
        {
            float* row = request.Source + (y * request.Stride);
            float* ahead = request.Ahead + (y * request.Stride);
            sbyte* target = request.Ranks + ((long)y * request.Pitch);
            for (int x = 0; x < request.Width; x += 4 * Floats)
            {
                CachePrefetch.Lines(ahead + x, 4 * Floats);
                TVec v0 = TRegister.Load(row + x);
                TVec v1 = TRegister.Load(row + x + Floats);
                TVec v2 = TRegister.Load(row + x + (2 * Floats));
                TVec v3 = TRegister.Load(row + x + (3 * Floats));
                TVec c0 = Find(v0, middle, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                TVec c1 = Find(v1, middle, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                TVec c2 = Find(v2, middle, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                TVec c3 = Find(v3, middle, t7, t7b, t3, t3b, t1, t1b, t0, t0b);
                TVec r0 = c0, r1 = c1, r2 = c2, r3 = c3;
                if (s > 1)
                {
                    r0 = TRegister.AddInt32(TRegister.MultiplyInt32(c0, factor), shift);
                    r1 = TRegister.AddInt32(TRegister.MultiplyInt32(c1, factor), shift);
                    r2 = TRegister.AddInt32(TRegister.MultiplyInt32(c2, factor), shift);
                    r3 = TRegister.AddInt32(TRegister.MultiplyInt32(c3, factor), shift);
                    for (float* t = fine; t < fineEnd; t += 2 * Floats)
                    {
                        TVec lower = TRegister.Load(t);
                        TVec upper = TRegister.Load(t + Floats);
                        r0 = TRegister.CountNotLess(r0, v0, TRegister.At(lower, upper, c0), one);
                        r1 = TRegister.CountNotLess(r1, v1, TRegister.At(lower, upper, c1), one);
                        r2 = TRegister.CountNotLess(r2, v2, TRegister.At(lower, upper, c2), one);
                        r3 = TRegister.CountNotLess(r3, v3, TRegister.At(lower, upper, c3), one);
                    }
                }

                // Packing saturates: the ranks of a plane stop at -128 below and at 127 above its 255 thresholds.
                TVec rank = TRegister.MinSByte(TRegister.SaturateToSByte(r0, r1, r2, r3), limit);
                low = TRegister.MinSByte(low, rank);
                high = TRegister.MaxSByte(high, rank);
                TRegister.Store(target + x, rank);
                for (int p = 1; p < planes; p++)
                {
                    TVec below = TRegister.Int32(p * 255);
                    TVec plane = TRegister.SaturateToSByte(
                        TRegister.SubtractInt32(r0, below),
                        TRegister.SubtractInt32(r1, below),
                        TRegister.SubtractInt32(r2, below),
                        TRegister.SubtractInt32(r3, below));
                    TRegister.Store(target + x + (p * request.PlaneBytes), plane);
                }
            }
        }

        return Range(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Find(TVec v, TVec middle, TVec t7, TVec t7b, TVec t3, TVec t3b, TVec t1, TVec t1b, TVec t0, TVec t0b)
    {
        TVec rank = TRegister.CountNotLess(TRegister.Int32(Start), v, middle, TRegister.Int32(Floats));
        if (Floats >= 16)
        {
            rank = TRegister.CountNotLess(rank, v, TRegister.At(t7, t7b, rank), TRegister.Int32(8));
        }

        if (Floats >= 8)
        {
            rank = TRegister.CountNotLess(rank, v, TRegister.At(t3, t3b, rank), TRegister.Int32(4));
        }

        if (Floats >= 4)
        {
            rank = TRegister.CountNotLess(rank, v, TRegister.At(t1, t1b, rank), TRegister.Int32(2));
            rank = TRegister.CountNotLess(rank, v, TRegister.At(t0, t0b, rank), TRegister.Int32(1));
        }

        return rank;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Step(TVec rank, TVec v, TVec table, int step)
        => TRegister.CountNotLess(rank, v, TRegister.At(table, rank), TRegister.Int32(step));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Count3(TVec rank, TVec v, TVec t0, TVec t1, TVec t2, TVec one)
        => TRegister.CountNotLess(TRegister.CountNotLess(TRegister.CountNotLess(rank, v, t0, one), v, t1, one), v, t2, one);

    private static void Pad(in RankRequest request, int length)
    {
        int padded = Math.Max(length, 16);
        new Span<float>(request.Thresholds, request.Count).CopyTo(new Span<float>(request.Tables, request.Count));
        new Span<float>(request.Tables + request.Count, padded - request.Count).Fill(float.PositiveInfinity);
    }

    // The coarse table, padded so that shifted loads stay inside, then s - 1 tables of what lies between.
    private static void FillTables(in RankRequest request, int s)
    {
        int slots = 2 * Floats;
        int padded = Math.Max(2 * slots, 16);
        for (int i = 0; i < padded; i++)
        {
            long at = ((i + 1L) * s) - 1;
            request.Tables[i] = at < request.Count && i < slots - 1 ? request.Thresholds[at] : float.PositiveInfinity;
        }

        float* fine = request.Tables + (2 * slots);
        for (int j = 0; j < s - 1; j++)
        {
            for (int i = 0; i < slots; i++)
            {
                long at = ((long)i * s) + j;
                fine[(j * slots) + i] = at < request.Count ? request.Thresholds[at] : float.PositiveInfinity;
            }
        }
    }

    private static RankRange Range(TVec low, TVec high)
    {
        sbyte* lows = stackalloc sbyte[128];
        sbyte* highs = lows + 64;
        TRegister.Store(lows, low);
        TRegister.Store(highs, high);
        int least = lows[0];
        int greatest = highs[0];
        for (int i = 1; i < TRegister.Bytes; i++)
        {
            least = lows[i] < least ? lows[i] : least;
            greatest = highs[i] > greatest ? highs[i] : greatest;
        }

        return new RankRange(least - Start, greatest - Start);
    }
}
