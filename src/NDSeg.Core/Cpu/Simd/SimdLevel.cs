using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NDSeg.Cpu.Simd;

/// <summary>
/// Chooses the instruction set once per process: the widest the processor has, or less where the environment variable
/// NDSEG_SIMD says <c>512</c>, <c>256</c>, <c>128</c> or <c>scalar</c>. A width the processor lacks is never chosen.
/// </summary>
internal static class SimdLevel
{
    private const string Variable = "NDSEG_SIMD";

    private static readonly Lazy<SimdWidth> Chosen = new(() => Limit(Environment.GetEnvironmentVariable(Variable), Widest), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The widest vectors of this processor.</summary>
    public static SimdWidth Widest { get; } =
        Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported && Vector512.IsHardwareAccelerated ? SimdWidth.Vector512
        : Avx2.IsSupported ? SimdWidth.Vector256
        : Vector128.IsHardwareAccelerated ? SimdWidth.Vector128
        : SimdWidth.Scalar;

    /// <summary>The width kernels use when they are not told one.</summary>
    /// <exception cref="SegException">UnknownSimdWidth when the variable holds anything else.</exception>
    public static SimdWidth Current => Chosen.Value;

    /// <summary>The widths this processor can run, for tests over all of them.</summary>
    public static IEnumerable<SimdWidth> Supported => Enum.GetValues<SimdWidth>().Where(w => w <= Widest);

    /// <summary>The width a text asks for, as far as the processor has it.</summary>
    /// <param name="wanted">512, 256, 128 or scalar; null or blank for the widest.</param>
    /// <param name="widest">What the processor has.</param>
    /// <exception cref="SegException">UnknownSimdWidth.</exception>
    internal static SimdWidth Limit(string? wanted, SimdWidth widest)
    {
        SimdWidth limit = wanted?.Trim().ToUpperInvariant() switch
        {
            null or "" or "512" => SimdWidth.Vector512,
            "256" => SimdWidth.Vector256,
            "128" => SimdWidth.Vector128,
            "SCALAR" => SimdWidth.Scalar,
            _ => throw new SegException("UnknownSimdWidth", SegErrorKind.InvalidArgument, $"Expected 512, 256, 128 or scalar in the environment variable {Variable}, found '{wanted}'.", "Set one of these or clear it."),
        };
        return limit < widest ? limit : widest;
    }
}
