using System.Runtime.Intrinsics;

namespace NDSeg.Cpu.Simd;

/// <summary>Names the vector types of every instruction set, in one place for all kernels.</summary>
internal static class LaneSets
{
    /// <summary>Makes something for one width.</summary>
    /// <param name="width">The width.</param>
    /// <param name="maker">Is called once with the types of that width.</param>
    internal static TResult Make<TResult>(SimdWidth width, ILaneSetMaker<TResult> maker) => width switch
    {
        // Kernels of 16-bit integers are bound by unaligned loads: 256-bit vectors cross cache lines half as often.
        SimdWidth.Vector512 => maker.Make<Lanes512<float>, Vector512<float>, Lanes512<double>, Vector512<double>, Lanes256<ushort>, Vector256<ushort>, Lanes512<byte>, Vector512<byte>, Lanes512<int>, Vector512<int>, Conversions512>(),
        SimdWidth.Vector256 => maker.Make<Lanes256<float>, Vector256<float>, Lanes256<double>, Vector256<double>, Lanes256<ushort>, Vector256<ushort>, Lanes256<byte>, Vector256<byte>, Lanes256<int>, Vector256<int>, Conversions256>(),
        SimdWidth.Vector128 => maker.Make<Lanes128<float>, Vector128<float>, Lanes128<double>, Vector128<double>, Lanes128<ushort>, Vector128<ushort>, Lanes128<byte>, Vector128<byte>, Lanes128<int>, Vector128<int>, Conversions128>(),
        SimdWidth.Scalar => maker.Make<ScalarLanes<float>, float, ScalarLanes<double>, double, ScalarLanes<ushort>, ushort, ScalarLanes<byte>, byte, ScalarLanes<int>, int, ScalarConversions>(),
        _ => throw new ArgumentOutOfRangeException(nameof(width)),
    };
}
