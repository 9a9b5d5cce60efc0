namespace NDSeg.Quality;

/// <summary>How many pixels go from one label to another between two maps.</summary>
/// <param name="Reference">Label-file value in the reference, 0 when unlabelled.</param>
/// <param name="Difference">Label-file value in the other map, 0 when unlabelled.</param>
/// <param name="Pixels">Number of pixels.</param>
public readonly record struct ClassChange(long Reference, long Difference, long Pixels)
{
    /// <summary>Both labels and the pixels: <c>1 -> 2: 30</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Reference} -> {Difference}: {Pixels}");
}
