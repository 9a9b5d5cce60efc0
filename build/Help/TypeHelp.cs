namespace NDSeg.Help;

/// <summary>A type that goes through the pipeline.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Description">Its summary; empty for types of others.</param>
internal sealed record TypeHelp(string Name, string Description);
