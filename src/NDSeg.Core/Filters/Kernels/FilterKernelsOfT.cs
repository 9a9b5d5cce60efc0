using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Kernels;

/// <summary>
/// The kernels of one instruction set. Kernels bound by unaligned loads (the types of 16-bit integers, and the last four)
/// use at most 256-bit vectors: these cross cache lines half as often.
/// </summary>
internal sealed unsafe class FilterKernels<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TConv, TDL, TDLoad, TFLoad, TConvL> : FilterKernels
    where TF : struct, ILanes<TFloat, float>
    where TD : struct, ILanes<TDouble, double>
    where TU : struct, ILanes<TUShort, ushort>
    where TB : struct, ILanes<TByte, byte>
    where TI : struct, ILanes<TInt, int>
    where TDL : struct, ILanes<TDLoad, double>
    where TConvL : struct, IConversions<TFLoad, TDLoad>
    where TConv : struct, IConversions<TFloat, TDouble>
    where TFloat : unmanaged
    where TDouble : unmanaged
    where TUShort : unmanaged
    where TByte : unmanaged
    where TInt : unmanaged
    where TDLoad : unmanaged
    where TFLoad : unmanaged
{
    internal override void BlurVertical(float* source, long sourceStride, BlurJob* jobs, int jobCount, int radius, long targetStride, int rows, int columns, double* wide)
        => GaussianKernel.Vertical<TD, TConv, TFloat, TDouble>(source, sourceStride, jobs, jobCount, radius, targetStride, rows, columns, wide);

    internal override void BlurHorizontal(float* source, long sourceStride, float* target, long targetStride, int rows, int columns, double* weights, int radius)
        => GaussianKernel.Horizontal<TDL, TConvL, TFLoad, TDLoad>(source, sourceStride, target, targetStride, rows, columns, weights, radius);

    internal override void Derivatives(in DerivativeRow row, int columns, bool stream)
    {
        if (stream)
        {
            DerivativeKernel.Row<TF, TFloat, StreamStore>(row, columns);
        }
        else
        {
            DerivativeKernel.Row<TF, TFloat, CachedStore>(row, columns);
        }
    }

    internal override void Copy(float* source, float* target, int columns, bool stream)
    {
        if (stream)
        {
            PixelKernel.Copy<TF, TFloat, StreamStore>(source, target, columns);
        }
        else
        {
            PixelKernel.Copy<TF, TFloat, CachedStore>(source, target, columns);
        }
    }

    internal override void Subtract(float* first, float* second, float* target, int columns, bool stream)
    {
        if (stream)
        {
            PixelKernel.Subtract<TF, TFloat, StreamStore>(first, second, target, columns);
        }
        else
        {
            PixelKernel.Subtract<TF, TFloat, CachedStore>(first, second, target, columns);
        }
    }

    internal override void Scale(byte* source, float* target, int columns, float scale, bool stream)
    {
        if (stream)
        {
            PixelKernel.Scale<TF, TConv, TFloat, TDouble, StreamStore>(source, target, columns, scale);
        }
        else
        {
            PixelKernel.Scale<TF, TConv, TFloat, TDouble, CachedStore>(source, target, columns, scale);
        }
    }

    internal override void Scale(ushort* source, float* target, int columns, float scale)
        => PixelKernel.Scale<TF, TConv, TFloat, TDouble>(source, target, columns, scale);

    internal override void AddPlanes(ushort* first, ushort* second, ushort* target, long stride, int rows, int columns)
        => MembraneKernel.AddPlanes<TU, TUShort, ushort>(first, second, target, stride, rows, columns);

    internal override void AddPlanes(float* first, float* second, float* target, long stride, int rows, int columns)
        => MembraneKernel.AddPlanes<TF, TFloat, float>(first, second, target, stride, rows, columns);

    internal override void Membrane(ushort* at, long residuals, long* offsets, int* counts, int* ones, in MembraneRow row, int columns, float scale, byte* work, bool stream)
    {
        if (stream)
        {
            MembraneKernel.IntegerRow<TU, TUShort, TF, TConv, TFloat, TDouble, StreamStore>(at, residuals, offsets, counts, ones, row, columns, scale, work);
        }
        else
        {
            MembraneKernel.IntegerRow<TU, TUShort, TF, TConv, TFloat, TDouble, CachedStore>(at, residuals, offsets, counts, ones, row, columns, scale, work);
        }
    }

    internal override void Membrane(float* at, long* offsets, int* counts, in MembraneRow row, int columns, byte* work, bool stream)
    {
        if (stream)
        {
            MembraneKernel.FloatRow<TF, TFloat, StreamStore>(at, offsets, counts, row, columns, work);
        }
        else
        {
            MembraneKernel.FloatRow<TF, TFloat, CachedStore>(at, offsets, counts, row, columns, work);
        }
    }

    internal override void Combine(byte* first, byte* second, byte* target, long stride, int rows, int columns, bool maximum)
    {
        if (maximum)
        {
            DiscKernel.Combine<TB, TByte, MaximumFold>(first, second, target, stride, rows, columns);
        }
        else
        {
            DiscKernel.Combine<TB, TByte, MinimumFold>(first, second, target, stride, rows, columns);
        }
    }

    internal override void Fold(byte* at, long* offsets, int count, byte* target, int columns, bool maximum)
    {
        if (maximum)
        {
            DiscKernel.FoldRow<TB, TByte, MaximumFold>(at, offsets, count, target, columns);
        }
        else
        {
            DiscKernel.FoldRow<TB, TByte, MinimumFold>(at, offsets, count, target, columns);
        }
    }

    internal override void ChordSums(int* at, long* ends, long* starts, int count, int* target, int columns)
        => DiscKernel.SumRow<TI, TInt>(at, ends, starts, count, target, columns);

    internal override void Quotient(int* sums, float* divisors, float* target, int columns, bool stream)
    {
        if (stream)
        {
            DiscKernel.QuotientRow<TF, TConv, TFloat, TDouble, StreamStore>(sums, divisors, target, columns);
        }
        else
        {
            DiscKernel.QuotientRow<TF, TConv, TFloat, TDouble, CachedStore>(sums, divisors, target, columns);
        }
    }

    internal override void Bilateral(ushort* at, long* offsets, int count, int span, ushort* counts, ushort* shifts, float* target, int columns, bool stream)
    {
        DiscKernel.BilateralRow<TU, TUShort>(at, offsets, count, span, counts, shifts, columns);
        if (stream)
        {
            DiscKernel.BilateralMeans<TF, TConv, TFloat, TDouble, StreamStore>(at, counts, shifts, target, columns);
        }
        else
        {
            DiscKernel.BilateralMeans<TF, TConv, TFloat, TDouble, CachedStore>(at, counts, shifts, target, columns);
        }
    }
}
