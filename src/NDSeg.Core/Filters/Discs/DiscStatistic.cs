namespace NDSeg.Filters.Discs;

/// <summary>What is taken of the pixels of a disc, in the order of the maps of one scale.</summary>
internal enum DiscStatistic
{
    /// <summary>Mean, rounded down.</summary>
    Mean,

    /// <summary>Smallest.</summary>
    Minimum,

    /// <summary>Greatest.</summary>
    Maximum,

    /// <summary>The upper median.</summary>
    Median,
}
