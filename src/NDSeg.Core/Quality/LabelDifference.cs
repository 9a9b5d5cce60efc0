namespace NDSeg.Quality;

/// <summary>A pixel that two label maps label differently.</summary>
/// <param name="Row">0-based row.</param>
/// <param name="Column">0-based column.</param>
/// <param name="Reference">Label-file value in the reference, 0 when unlabelled.</param>
/// <param name="Difference">Label-file value in the other map, 0 when unlabelled.</param>
public readonly record struct LabelDifference(int Row, int Column, long Reference, long Difference)
{
    /// <summary>0-based slice of a volume; null where single maps were compared.</summary>
    public int? Slice { get; init; }

    /// <summary>Place and both labels, the slice in a volume: <c>slice 7 (3, 12) 1 -> 2</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{(Slice is int z ? FormattableString.Invariant($"slice {z} ") : string.Empty)}({Row}, {Column}) {Reference} -> {Difference}");
}
