using System.Runtime.Intrinsics;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Kernels;

/// <summary>Names the vector types of every instruction set.</summary>
internal static class FilterKernelFactory
{
    internal static FilterKernels Create512()
        => new FilterKernels<Lanes512<float>, Vector512<float>, Lanes512<double>, Vector512<double>, Lanes256<ushort>, Vector256<ushort>, Lanes512<byte>, Vector512<byte>, Lanes512<int>, Vector512<int>, Conversions512, Lanes256<double>, Vector256<double>, Vector256<float>, Conversions256>();

    internal static FilterKernels Create256()
        => new FilterKernels<Lanes256<float>, Vector256<float>, Lanes256<double>, Vector256<double>, Lanes256<ushort>, Vector256<ushort>, Lanes256<byte>, Vector256<byte>, Lanes256<int>, Vector256<int>, Conversions256, Lanes256<double>, Vector256<double>, Vector256<float>, Conversions256>();

    internal static FilterKernels Create128()
        => new FilterKernels<Lanes128<float>, Vector128<float>, Lanes128<double>, Vector128<double>, Lanes128<ushort>, Vector128<ushort>, Lanes128<byte>, Vector128<byte>, Lanes128<int>, Vector128<int>, Conversions128, Lanes128<double>, Vector128<double>, Vector128<float>, Conversions128>();

    internal static FilterKernels CreateScalar()
        => new FilterKernels<ScalarLanes<float>, float, ScalarLanes<double>, double, ScalarLanes<ushort>, ushort, ScalarLanes<byte>, byte, ScalarLanes<int>, int, ScalarConversions, ScalarLanes<double>, double, float, ScalarConversions>();
}
