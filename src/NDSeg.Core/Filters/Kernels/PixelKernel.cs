using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Kernels;

/// <summary>Pixel-by-pixel operations on rows; columns are rounded up to whole vectors.</summary>
internal static unsafe class PixelKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Copy<TLanes, TVec, TStore>(float* source, float* target, int columns)
        where TLanes : struct, ILanes<TVec, float>
        where TVec : unmanaged
        where TStore : struct, IStorePolicy
    {
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TStore.Store<TLanes, TVec>(target + x, TLanes.Load(source + x));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Subtract<TLanes, TVec, TStore>(float* first, float* second, float* target, int columns)
        where TLanes : struct, ILanes<TVec, float>
        where TVec : unmanaged
        where TStore : struct, IStorePolicy
    {
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TStore.Store<TLanes, TVec>(target + x, TLanes.Sub(TLanes.Load(first + x), TLanes.Load(second + x)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale<TLanes, TConv, TVec, TDouble, TStore>(byte* source, float* target, int columns, float scale)
        where TLanes : struct, ILanes<TVec, float>
        where TConv : struct, IConversions<TVec, TDouble>
        where TVec : unmanaged
        where TDouble : unmanaged
        where TStore : struct, IStorePolicy
    {
        TVec factor = TLanes.Broadcast(scale);
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TStore.Store<TLanes, TVec>(target + x, TLanes.Mul(TConv.FromBytes(source + x), factor));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale<TLanes, TConv, TVec, TDouble>(ushort* source, float* target, int columns, float scale)
        where TLanes : struct, ILanes<TVec, float>
        where TConv : struct, IConversions<TVec, TDouble>
        where TVec : unmanaged
        where TDouble : unmanaged
    {
        TVec factor = TLanes.Broadcast(scale);
        for (int x = 0; x < columns; x += TLanes.Count)
        {
            TLanes.Store(target + x, TLanes.Mul(TConv.FromUInt16(source + x), factor));
        }
    }
}
