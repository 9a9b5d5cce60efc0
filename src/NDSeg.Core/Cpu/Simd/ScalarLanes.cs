using System.Numerics;
using System.Runtime.CompilerServices;

namespace NDSeg.Cpu.Simd;

/// <summary>One lane: the readable twin every vector implementation must equal byte for byte.</summary>
internal unsafe struct ScalarLanes<T> : ILanes<T, T>
    where T : unmanaged, IBinaryNumber<T>
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, T value) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStream(T* target, T value) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T a, T b) => unchecked(a + b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sub(T a, T b) => unchecked(a - b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Mul(T a, T b) => unchecked(a * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Min(T a, T b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(T a, T b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sqrt(T a)
        => typeof(T) == typeof(float)
            ? T.CreateTruncating(MathF.Sqrt(float.CreateTruncating(a)))
            : T.CreateTruncating(Math.Sqrt(double.CreateTruncating(a)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Div(T a, T b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T And(T a, T b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Less(T a, T b) => a < b ? T.AllBitsSet : T.Zero;
}
