using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Cpu.Simd;

/// <summary>
/// Chooses the instruction set once per process: the widest the processor has, or less where the environment variable
/// NDSEG_SIMD says <c>512</c>, <c>256</c> or <c>scalar</c>. A width the processor lacks is never chosen.
/// </summary>
internal static class SimdLevel
{
    /// <summary>The widest vectors of this processor.</summary>
    public static SimdWidth Widest { get; } =
        Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported && Vector512.IsHardwareAccelerated ? SimdWidth.Vector512
        : Avx2.IsSupported ? SimdWidth.Vector256
        : SimdWidth.Scalar;

    /// <summary>The width kernels use when they are not told one.</summary>
    public static SimdWidth Current { get; } = Limit(Environment.GetEnvironmentVariable("NDSEG_SIMD"));

    /// <summary>The widths this processor can run, for tests over all of them.</summary>
    public static IEnumerable<SimdWidth> Supported => Enum.GetValues<SimdWidth>().Where(w => w <= Widest);

    private static SimdWidth Limit(string? wanted)
    {
        SimdWidth limit = wanted?.Trim() switch
        {
            "256" => SimdWidth.Vector256,
            { } s when s.Equals("scalar", StringComparison.OrdinalIgnoreCase) => SimdWidth.Scalar,
            _ => SimdWidth.Vector512,
        };
        return limit < Widest ? limit : Widest;
    }
}
