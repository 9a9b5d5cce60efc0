using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Volumes;

/// <summary>Doubles as they are.</summary>
internal unsafe struct WideLoader<TD, TDouble> : IVolumeLoader<double, TDouble>
    where TD : struct, ILanes<TDouble, double>
    where TDouble : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDouble Load(double* source) => TD.Load(source);
}
