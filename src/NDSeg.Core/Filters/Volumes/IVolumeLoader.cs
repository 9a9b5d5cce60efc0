namespace NDSeg.Filters.Volumes;

/// <summary>Reads what a blur sums as doubles: float64 as it is, float32 widened.</summary>
/// <typeparam name="TElem">Element of a row.</typeparam>
/// <typeparam name="TDouble">Vector of doubles.</typeparam>
internal unsafe interface IVolumeLoader<TElem, TDouble>
    where TElem : unmanaged
    where TDouble : unmanaged
{
    /// <summary>As many elements as the vector has lanes.</summary>
    static abstract TDouble Load(TElem* source);
}
