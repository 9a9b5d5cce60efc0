namespace NDSeg.Cpu.Prediction;

/// <summary>What the values of a map in a tile leave open.</summary>
internal struct OpenThresholds
{
    /// <summary>Rank of the smallest value: thresholds at or below it.</summary>
    public int Low;

    /// <summary>Thresholds between the smallest and the greatest value; only these need comparing.</summary>
    public int Span;

    /// <summary>Byte offset of the first plane of ranks.</summary>
    public int Plane;

    /// <summary>Rank that the planes hold as -128.</summary>
    public int Origin;
}
