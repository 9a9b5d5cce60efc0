using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Families;

/// <summary>How finished map rows are written.</summary>
internal unsafe interface IStorePolicy
{
    /// <summary>Writes one vector.</summary>
    static abstract void Store<TLanes, TVec>(float* target, TVec value)
        where TLanes : struct, ILanes<TVec, float>
        where TVec : unmanaged;
}

/// <summary>Into the caches, for a tile that is read again at once.</summary>
internal unsafe struct CachedStore : IStorePolicy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes, TVec>(float* target, TVec value)
        where TLanes : struct, ILanes<TVec, float>
        where TVec : unmanaged
        => TLanes.Store(target, value);
}

/// <summary>Past the caches, for a stack much larger than they are.</summary>
internal unsafe struct StreamStore : IStorePolicy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes, TVec>(float* target, TVec value)
        where TLanes : struct, ILanes<TVec, float>
        where TVec : unmanaged
        => TLanes.StoreStream(target, value);
}
