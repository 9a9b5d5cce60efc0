using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Cpu.Simd;

/// <summary>Asks for memory before it is needed; does nothing on processors whose request .NET does not offer.</summary>
internal static unsafe class CachePrefetch
{
    /// <summary>Brings up to 64 floats into the first-level cache, a line of 16 at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Lines(float* first, int floats)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        Sse.Prefetch0(first);
        if (floats > 16)
        {
            Sse.Prefetch0(first + 16);
        }

        if (floats > 32)
        {
            Sse.Prefetch0(first + 32);
            Sse.Prefetch0(first + 48);
        }
    }

    /// <summary>Brings a line into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SecondLevel(float* line)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(line);
        }
    }
}
