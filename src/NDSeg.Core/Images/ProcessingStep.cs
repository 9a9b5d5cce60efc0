namespace NDSeg.Images;

/// <summary>One step from image to labels and the settings that change its result; kept for provenance.</summary>
/// <param name="Name">The command that did it.</param>
/// <param name="Settings">Its settings by parameter name; those at their defaults are left out.</param>
public sealed record ProcessingStep(string Name, IReadOnlyDictionary<string, object> Settings);
