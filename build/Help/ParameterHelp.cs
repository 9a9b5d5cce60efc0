namespace NDSeg.Help;

/// <summary>One parameter, as it is in one parameter set.</summary>
/// <param name="Name">Name without the dash.</param>
/// <param name="Type">Type as a user writes it.</param>
/// <param name="IsSwitch">Whether it takes no value.</param>
/// <param name="Description">What it does.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Position">Position, or null when it is named only.</param>
/// <param name="Pipeline">How it takes pipeline input, in the words of Get-Help.</param>
/// <param name="Wildcards">Whether wildcards are permitted.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Default">Default value in words.</param>
/// <param name="Values">Values of an enumeration.</param>
internal sealed record ParameterHelp(
    string Name,
    string Type,
    bool IsSwitch,
    string Description,
    bool Required,
    int? Position,
    string Pipeline,
    bool Wildcards,
    IReadOnlyList<string> Aliases,
    string Default,
    IReadOnlyList<string> Values);
