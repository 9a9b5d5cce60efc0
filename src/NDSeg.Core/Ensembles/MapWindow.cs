namespace NDSeg.Ensembles;

/// <summary>What the values of a map in a tile leave open.</summary>
internal struct MapWindow
{
    /// <summary>Rank of the smallest value: thresholds at or below it.</summary>
    public int Low;

    /// <summary>Thresholds between the smallest and the greatest value; only these need comparing.</summary>
    public int Span;

    /// <summary>Byte offset of the first plane of ranks (less <see cref="Low"/>, less 128).</summary>
    public int Plane;
}
