namespace NDSeg.Help;

/// <summary>An example.</summary>
/// <param name="Code">What to type.</param>
/// <param name="Remarks">What it does.</param>
internal sealed record ExampleHelp(string Code, string Remarks);
