namespace NDSeg.Phantoms;

/// <summary>What a cell of the volume phantom holds.</summary>
internal enum ShapeKind
{
    /// <summary>Round plates whose cut by a slice is a line.</summary>
    Sheets,

    /// <summary>Rods along the slices: lines in the few slices that they lie in.</summary>
    LyingRods,

    /// <summary>Rods across the slices: discs in every slice.</summary>
    StandingRods,

    /// <summary>Balls: discs in a few slices.</summary>
    Grains,
}
