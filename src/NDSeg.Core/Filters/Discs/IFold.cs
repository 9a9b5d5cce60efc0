using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Discs;

/// <summary>Minimum or maximum.</summary>
internal unsafe interface IFold
{
    /// <summary>The extreme of two vectors, lane by lane.</summary>
    static abstract TVec Of<TLanes, TVec>(TVec a, TVec b)
        where TLanes : struct, ILanes<TVec, byte>
        where TVec : unmanaged;
}

/// <summary>The smaller one.</summary>
internal struct MinimumFold : IFold
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Of<TLanes, TVec>(TVec a, TVec b)
        where TLanes : struct, ILanes<TVec, byte>
        where TVec : unmanaged
        => TLanes.Min(a, b);
}

/// <summary>The greater one.</summary>
internal struct MaximumFold : IFold
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Of<TLanes, TVec>(TVec a, TVec b)
        where TLanes : struct, ILanes<TVec, byte>
        where TVec : unmanaged
        => TLanes.Max(a, b);
}
