namespace NDSeg.Filters.Oriented;

/// <summary>The oriented maps of one scale, in order.</summary>
internal enum OrientedQuantity
{
    /// <summary>First derivative along the row.</summary>
    Dx,

    /// <summary>First derivative down the column.</summary>
    Dy,

    /// <summary>Second derivative along the row.</summary>
    Dxx,

    /// <summary>Second derivative down the column.</summary>
    Dyy,

    /// <summary>Mixed second derivative.</summary>
    Dxy,
}
