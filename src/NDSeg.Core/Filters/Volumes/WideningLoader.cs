using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Volumes;

/// <summary>Floats widened to doubles.</summary>
internal unsafe struct WideningLoader<TC, TFloat, TDouble> : IVolumeLoader<float, TDouble>
    where TC : struct, IConversions<TFloat, TDouble>
    where TFloat : unmanaged
    where TDouble : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDouble Load(float* source) => TC.LoadWide(source);
}
