using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Pyramid;

/// <summary>How float64 results become rows of maps.</summary>
internal unsafe interface INarrowStore
{
    /// <summary>Writes one vector, rounded to float32.</summary>
    static abstract void Store<TC, TFloat, TDouble>(float* target, TDouble value)
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged;
}

/// <summary>Into the caches.</summary>
internal unsafe struct CachedNarrowStore : INarrowStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TC, TFloat, TDouble>(float* target, TDouble value)
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
        => TC.StoreNarrow(target, value);
}

/// <summary>Past the caches.</summary>
internal unsafe struct StreamNarrowStore : INarrowStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TC, TFloat, TDouble>(float* target, TDouble value)
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
        => TC.StoreNarrowStream(target, value);
}
