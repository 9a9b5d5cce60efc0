namespace NDSeg.Storage;

/// <summary>A file's name and content hash, kept for provenance.</summary>
/// <param name="Role">What the file was: <c>image</c>, <c>labels</c>, <c>extra</c>, <c>model</c>.</param>
/// <param name="Name">File name without folder, with dataset and slice where they apply.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of the file's bytes.</param>
public sealed record FileFingerprint(string Role, string Name, string Sha256);
