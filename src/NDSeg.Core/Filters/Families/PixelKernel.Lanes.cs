using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Families;

/// <inheritdoc/>
internal sealed unsafe class PixelKernel<TLanes, TVec, TConv, TDouble> : PixelKernel
    where TLanes : struct, ILanes<TVec, float>
    where TConv : struct, IConversions<TVec, TDouble>
    where TVec : unmanaged
    where TDouble : unmanaged
{
    internal override void Copy(float* source, float* target, int columns, bool stream)
    {
        if (stream)
        {
            Copy<StreamStore>(source, target, columns);
        }
        else
        {
            Copy<CachedStore>(source, target, columns);
        }
    }

    internal override void Subtract(float* first, float* second, float* target, int columns, bool stream)
    {
        if (stream)
        {
            Subtract<StreamStore>(first, second, target, columns);
        }
        else
        {
            Subtract<CachedStore>(first, second, target, columns);
        }
    }

    internal override void Scale(byte* source, float* target, int columns, float scale, bool stream)
    {
        if (stream)
        {
            Scale<StreamStore>(source, target, columns, scale);
        }
        else
        {
            Scale<CachedStore>(source, target, columns, scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Scale(ushort* source, float* target, int columns, float scale)
    {
        TVec factor = TLanes.Broadcast(scale);
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TLanes.Store(target + x, TLanes.Mul(TConv.FromUInt16(source + x), factor));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<TStore>(float* source, float* target, int columns)
        where TStore : struct, IStorePolicy
    {
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TStore.Store<TLanes, TVec>(target + x, TLanes.Load(source + x));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract<TStore>(float* first, float* second, float* target, int columns)
        where TStore : struct, IStorePolicy
    {
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TStore.Store<TLanes, TVec>(target + x, TLanes.Sub(TLanes.Load(first + x), TLanes.Load(second + x)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale<TStore>(byte* source, float* target, int columns, float scale)
        where TStore : struct, IStorePolicy
    {
        TVec factor = TLanes.Broadcast(scale);
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TStore.Store<TLanes, TVec>(target + x, TLanes.Mul(TConv.FromBytes(source + x), factor));
        }
    }
}
