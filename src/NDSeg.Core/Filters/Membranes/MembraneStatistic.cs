namespace NDSeg.Filters.Membranes;

/// <summary>What is taken of the 30 projections of a pixel, in the order of the stack.</summary>
internal enum MembraneStatistic
{
    /// <summary>Mean.</summary>
    Mean,

    /// <summary>Greatest.</summary>
    Max,

    /// <summary>Smallest.</summary>
    Min,

    /// <summary>Sum.</summary>
    Sum,

    /// <summary>Population standard deviation.</summary>
    Std,

    /// <summary>Mean of ranks 15 and 16.</summary>
    Median,
}
