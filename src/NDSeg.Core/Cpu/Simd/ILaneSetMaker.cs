namespace NDSeg.Cpu.Simd;

/// <summary>
/// Makes something that is generic over lanes; <see cref="LaneSets.Make"/> calls it with the types of one instruction set.
/// Implement it explicitly: the constraints are then not written again.
/// </summary>
/// <typeparam name="TResult">What is made, in a form that does not name the lanes.</typeparam>
internal interface ILaneSetMaker<out TResult>
{
    /// <summary>Makes it.</summary>
    /// <typeparam name="TF">Lanes of floats.</typeparam>
    /// <typeparam name="TFloat">Vector of floats.</typeparam>
    /// <typeparam name="TD">Lanes of doubles.</typeparam>
    /// <typeparam name="TDouble">Vector of doubles.</typeparam>
    /// <typeparam name="TU">Lanes of 16-bit unsigned integers.</typeparam>
    /// <typeparam name="TUShort">Vector of 16-bit unsigned integers.</typeparam>
    /// <typeparam name="TB">Lanes of bytes.</typeparam>
    /// <typeparam name="TByte">Vector of bytes.</typeparam>
    /// <typeparam name="TI">Lanes of 32-bit integers.</typeparam>
    /// <typeparam name="TInt">Vector of 32-bit integers.</typeparam>
    /// <typeparam name="TC">Conversions between these vectors.</typeparam>
    TResult Make<TF, TFloat, TD, TDouble, TU, TUShort, TB, TByte, TI, TInt, TC>()
        where TF : struct, ILanes<TFloat, float>
        where TD : struct, ILanes<TDouble, double>
        where TU : struct, ILanes<TUShort, ushort>
        where TB : struct, ILanes<TByte, byte>
        where TI : struct, ILanes<TInt, int>
        where TC : struct, IConversions<TFloat, TDouble>
        where TFloat : unmanaged
        where TDouble : unmanaged
        where TUShort : unmanaged
        where TByte : unmanaged
        where TInt : unmanaged;
}
