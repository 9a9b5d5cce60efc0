namespace NDSeg.IO.Formats;

/// <summary>One axis of an image as a file has it.</summary>
/// <param name="Letter">Z, T, Q (unknown) for slices, C for channels, Y rows, X columns.</param>
/// <param name="Length">Number of elements.</param>
internal readonly record struct StoredAxis(char Letter, int Length);
