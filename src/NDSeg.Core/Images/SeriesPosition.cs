namespace NDSeg.Images;

/// <summary>
/// The place of an image, or of what was computed from it, among the slices of one volume that go through a pipeline one by
/// one. Commands hand it on, so that an export puts every slice where it belongs and knows when all are there.
/// </summary>
/// <param name="Ordinal">0-based place among the slices that were asked for; a damaged slice leaves a gap.</param>
/// <param name="Count">Number of slices that were asked for.</param>
public sealed record SeriesPosition(int Ordinal, int Count)
{
    /// <summary>The places that were left out because the interrupted run being continued has finished them; empty when nothing is being continued.</summary>
    public IReadOnlyList<int> Finished { get; init; } = [];
}
