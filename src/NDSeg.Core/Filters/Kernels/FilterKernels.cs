using System.Runtime.Intrinsics;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Kernels;

/// <summary>The kernels behind one call each, so that the instruction set is chosen in one place.</summary>
internal abstract unsafe class FilterKernels
{
    private static readonly Lazy<FilterKernels> Chosen = new(() => Create(SimdLevel.Current));

    /// <summary>The kernels for this processor, or those the variable NDSEG_SIMD asks for.</summary>
    internal static FilterKernels Best => Chosen.Value;

    /// <summary>The kernels of one vector width; the scalar twin becomes 128-bit vectors where AVX2 is missing and was not ruled out.</summary>
    internal static FilterKernels Create(SimdWidth width) => width switch
    {
        SimdWidth.Vector512 => FilterKernelFactory.Create512(),
        SimdWidth.Vector256 => FilterKernelFactory.Create256(),
        _ => SimdLevel.Widest == SimdWidth.Scalar && Vector128.IsHardwareAccelerated ? FilterKernelFactory.Create128() : FilterKernelFactory.CreateScalar(),
    };

    /// <inheritdoc cref="GaussianKernel.Vertical"/>
    internal abstract void BlurVertical(float* source, long sourceStride, BlurJob* jobs, int jobCount, int radius, long targetStride, int rows, int columns, double* wide);

    /// <inheritdoc cref="GaussianKernel.Horizontal"/>
    internal abstract void BlurHorizontal(float* source, long sourceStride, float* target, long targetStride, int rows, int columns, double* weights, int radius);

    /// <inheritdoc cref="DerivativeKernel.Row"/>
    internal abstract void Derivatives(in DerivativeRow row, int columns, bool stream);

    /// <summary>target = source.</summary>
    internal abstract void Copy(float* source, float* target, int columns, bool stream);

    /// <summary>target = first - second.</summary>
    internal abstract void Subtract(float* first, float* second, float* target, int columns, bool stream);

    /// <summary>target = source * scale.</summary>
    internal abstract void Scale(byte* source, float* target, int columns, float scale, bool stream);

    /// <summary>target = source * scale.</summary>
    internal abstract void Scale(ushort* source, float* target, int columns, float scale);

    /// <inheritdoc cref="MembraneKernel.AddPlanes"/>
    internal abstract void AddPlanes(ushort* first, ushort* second, ushort* target, long stride, int rows, int columns);

    /// <inheritdoc cref="MembraneKernel.AddPlanes"/>
    internal abstract void AddPlanes(float* first, float* second, float* target, long stride, int rows, int columns);

    /// <inheritdoc cref="MembraneKernel.IntegerRow"/>
    internal abstract void Membrane(ushort* at, long residuals, long* offsets, int* counts, int* ones, in MembraneRow row, int columns, float scale, byte* work, bool stream);

    /// <inheritdoc cref="MembraneKernel.FloatRow"/>
    internal abstract void Membrane(float* at, long* offsets, int* counts, in MembraneRow row, int columns, byte* work, bool stream);

    /// <inheritdoc cref="DiscKernel.Combine"/>
    internal abstract void Combine(byte* first, byte* second, byte* target, long stride, int rows, int columns, bool maximum);

    /// <inheritdoc cref="DiscKernel.FoldRow"/>
    internal abstract void Fold(byte* at, long* offsets, int count, byte* target, int columns, bool maximum);

    /// <inheritdoc cref="DiscKernel.SumRow"/>
    internal abstract void ChordSums(int* at, long* ends, long* starts, int count, int* target, int columns);

    /// <inheritdoc cref="DiscKernel.QuotientRow"/>
    internal abstract void Quotient(int* sums, float* divisors, float* target, int columns, bool stream);

    /// <inheritdoc cref="DiscKernel.BilateralRow"/>
    internal abstract void Bilateral(ushort* at, long* offsets, int count, int span, ushort* counts, ushort* shifts, float* target, int columns, bool stream);
}
