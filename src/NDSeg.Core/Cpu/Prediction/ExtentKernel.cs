using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Cpu.Prediction;

/// <summary>The range of a map in a block, which rules most thresholds out.</summary>
internal static unsafe class ExtentKernel<TRegister, TVec>
    where TRegister : struct, IRegister<TVec>
    where TVec : unmanaged
{
    private static int Floats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRegister.Bytes / sizeof(float);
    }

    /// <summary>Smallest and greatest value of a rectangle; false when it holds a value that is not finite.</summary>
    /// <param name="source">First value.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    /// <param name="width">Columns, a multiple of 64.</param>
    /// <param name="height">Rows.</param>
    /// <param name="ahead">A rectangle of the same shape to fetch into the cache meanwhile.</param>
    /// <param name="least">Smallest value.</param>
    /// <param name="greatest">Greatest value.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Extent(float* source, long stride, int width, int height, float* ahead, out float least, out float greatest)
    {
        TVec low = TRegister.Load(source);
        TVec high = low;
        TVec poison = default;
        for (int y = 0; y < height; y++)
        {
            float* row = source + (y * stride);
            float* next = ahead + (y * stride);
            for (int x = 0; x < width; x += 4 * Floats)
            {
                CachePrefetch.Lines(next + x, 4 * Floats);
                TVec v0 = TRegister.Load(row + x);
                TVec v1 = TRegister.Load(row + x + Floats);
                TVec v2 = TRegister.Load(row + x + (2 * Floats));
                TVec v3 = TRegister.Load(row + x + (3 * Floats));
                low = TRegister.MinSingle(low, TRegister.MinSingle(TRegister.MinSingle(v0, v1), TRegister.MinSingle(v2, v3)));
                high = TRegister.MaxSingle(high, TRegister.MaxSingle(TRegister.MaxSingle(v0, v1), TRegister.MaxSingle(v2, v3)));
                poison = TRegister.Poison(TRegister.Poison(TRegister.Poison(TRegister.Poison(poison, v0), v1), v2), v3);
            }
        }

        float* lows = stackalloc float[32];
        float* highs = lows + 16;
        TRegister.Store(lows, low);
        TRegister.Store(highs, high);
        least = lows[0];
        greatest = highs[0];
        for (int i = 1; i < Floats; i++)
        {
            least = lows[i] < least ? lows[i] : least;
            greatest = highs[i] > greatest ? highs[i] : greatest;
        }

        return TRegister.AllZero(poison);
    }
}
