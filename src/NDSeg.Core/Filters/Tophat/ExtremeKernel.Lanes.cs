using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Tophat;

/// <inheritdoc/>
internal sealed unsafe class ExtremeKernel<TF, TFloat> : ExtremeKernel
    where TF : struct, ILanes<TFloat, float>
    where TFloat : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Combine(float* first, float* second, float* target, int columns, bool maximum)
    {
        if (maximum)
        {
            for (int x = 0; x < columns; x += TF.Count)
            {
                TF.Store(target + x, TF.Max(TF.Load(first + x), TF.Load(second + x)));
            }
        }
        else
        {
            for (int x = 0; x < columns; x += TF.Count)
            {
                TF.Store(target + x, TF.Min(TF.Load(first + x), TF.Load(second + x)));
            }
        }
    }
}
