namespace NDSeg.IO.Report;

/// <summary>What a filter map contributes to a model.</summary>
/// <param name="Name">Name of the map.</param>
/// <param name="Share">Its share, 0 to 1.</param>
public sealed record MapShare(string Name, double Share);
