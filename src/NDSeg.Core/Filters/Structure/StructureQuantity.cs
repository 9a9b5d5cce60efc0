namespace NDSeg.Filters.Structure;

/// <summary>The structure tensor maps of one scale, in order.</summary>
internal enum StructureQuantity
{
    /// <summary>Root of the larger eigenvalue, times the inner scale.</summary>
    Eig1,

    /// <summary>Root of the smaller eigenvalue, times the inner scale.</summary>
    Eig2,

    /// <summary>Difference of the eigenvalues by their sum.</summary>
    Coherence,
}
