using System.Runtime.CompilerServices;

namespace NDSeg.Training;

/// <summary>
/// Every column of a training table in ascending order, made once for all trees: 12 bytes per value. Equal values stay in
/// the order of their samples.
/// </summary>
internal sealed class SortedMaps
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;
    private const int Passes = 32 / DigitBits;

    private SortedMaps(int sampleCount, int mapCount)
    {
        SampleCount = sampleCount;
        MapCount = mapCount;
        Values = new float[mapCount][];
        Samples = new int[mapCount][];
        Places = new int[mapCount][];
    }

    /// <summary>Number of samples N.</summary>
    public int SampleCount { get; }

    /// <summary>Number of maps F.</summary>
    public int MapCount { get; }

    /// <summary>For every map its N values in ascending order.</summary>
    public float[][] Values { get; }

    /// <summary>For every map the sample that stands at each place of the order.</summary>
    public int[][] Samples { get; }

    /// <summary>For every map the place of each sample in the order.</summary>
    public int[][] Places { get; }

    /// <summary>Sorts the columns of an N x F row-major table of finite values.</summary>
    public static SortedMaps Create(float[] table, int sampleCount, RunOptions options)
    {
        int mapCount = (int)(table.LongLength / sampleCount);
        var maps = new SortedMaps(sampleCount, mapCount);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.EffectiveThreads, CancellationToken = options.Cancellation };
        Parallel.For(
            0,
            mapCount,
            parallel,
            () => (new ulong[sampleCount], new ulong[sampleCount]),
            (map, _, scratch) =>
            {
                maps.Sort(table, map, scratch.Item1, scratch.Item2);
                return scratch;
            },
            _ => { });
        return maps;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort(float[] table, int map, ulong[] keys, ulong[] swap)
    {
        int n = SampleCount;
        Span<int> counts = stackalloc int[Passes * Digits];
        counts.Clear();
        long at = map;
        for (int i = 0; i < n; i++, at += MapCount)
        {
            uint key = Ascending(table[at]);
            keys[i] = ((ulong)key << 32) | (uint)i;
            for (int pass = 0; pass < Passes; pass++)
            {
                counts[(pass * Digits) + (int)((key >> (pass * DigitBits)) & (Digits - 1))]++;
            }
        }

        for (int pass = 0; pass < Passes; pass++)
        {
            Span<int> count = counts.Slice(pass * Digits, Digits);
            int shift = 32 + (pass * DigitBits);
            if (count[(int)((keys[0] >> shift) & (Digits - 1))] == n)
            {
                continue;
            }

            int total = 0;
            for (int d = 0; d < Digits; d++)
            {
                (count[d], total) = (total, total + count[d]);
            }

            for (int i = 0; i < n; i++)
            {
                ulong key = keys[i];
                swap[count[(int)((key >> shift) & (Digits - 1))]++] = key;
            }

            (keys, swap) = (swap, keys);
        }

        float[] values = GC.AllocateUninitializedArray<float>(n);
        int[] samples = GC.AllocateUninitializedArray<int>(n);
        int[] places = GC.AllocateUninitializedArray<int>(n);
        for (int p = 0; p < n; p++)
        {
            int sample = (int)(uint)keys[p];
            values[p] = FromAscending((uint)(keys[p] >> 32));
            samples[p] = sample;
            places[sample] = p;
        }

        Values[map] = values;
        Samples[map] = samples;
        Places[map] = places;
    }

    // Unsigned order of the keys = order of the floats; adding 0 makes one zero of the two.
    private static uint Ascending(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }

    private static float FromAscending(uint key)
        => BitConverter.UInt32BitsToSingle((key & 0x80000000) != 0 ? key & 0x7FFFFFFF : ~key);
}
