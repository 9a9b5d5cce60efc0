using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Filters.Pyramid;

/// <summary>Takes float64 samples of a stored row; see <see cref="RowSamples"/>.</summary>
internal unsafe interface ISampleLoader
{
    /// <summary>As many samples as a vector has lanes.</summary>
    static abstract TDouble Load<TD, TDouble, TC, TFloat>(nint row, int plane, int x, TDouble scale)
        where TD : struct, ILanes<TDouble, double>
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged;
}

/// <inheritdoc cref="RowSamples.Grey"/>
internal unsafe struct GreyLoader : ISampleLoader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDouble Load<TD, TDouble, TC, TFloat>(nint row, int plane, int x, TDouble scale)
        where TD : struct, ILanes<TDouble, double>
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
        => TD.Mul(TC.LoadWide((float*)row + x), scale);
}

/// <inheritdoc cref="RowSamples.GreySquared"/>
internal unsafe struct GreySquaredLoader : ISampleLoader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDouble Load<TD, TDouble, TC, TFloat>(nint row, int plane, int x, TDouble scale)
        where TD : struct, ILanes<TDouble, double>
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
    {
        TDouble grey = TD.Mul(TC.LoadWide((float*)row + x), scale);
        return TD.Mul(grey, grey);
    }
}

/// <summary>Products of the planes of slopes.</summary>
internal unsafe struct SlopeXXLoader : ISampleLoader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDouble Load<TD, TDouble, TC, TFloat>(nint row, int plane, int x, TDouble scale)
        where TD : struct, ILanes<TDouble, double>
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
    {
        TDouble across = TC.LoadWide((float*)row + x);
        return TD.Mul(across, across);
    }
}

/// <inheritdoc cref="SlopeXXLoader"/>
internal unsafe struct SlopeYYLoader : ISampleLoader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDouble Load<TD, TDouble, TC, TFloat>(nint row, int plane, int x, TDouble scale)
        where TD : struct, ILanes<TDouble, double>
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
    {
        TDouble down = TC.LoadWide((float*)row + plane + x);
        return TD.Mul(down, down);
    }
}

/// <inheritdoc cref="SlopeXXLoader"/>
internal unsafe struct SlopeXYLoader : ISampleLoader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDouble Load<TD, TDouble, TC, TFloat>(nint row, int plane, int x, TDouble scale)
        where TD : struct, ILanes<TDouble, double>
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
        => TD.Mul(TC.LoadWide((float*)row + x), TC.LoadWide((float*)row + plane + x));
}

/// <inheritdoc cref="RowSamples.Wide"/>
internal unsafe struct WideLoader : ISampleLoader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDouble Load<TD, TDouble, TC, TFloat>(nint row, int plane, int x, TDouble scale)
        where TD : struct, ILanes<TDouble, double>
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
        => TD.Load((double*)row + x);
}
