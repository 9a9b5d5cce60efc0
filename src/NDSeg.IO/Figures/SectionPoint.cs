namespace NDSeg.IO.Figures;

/// <summary>The voxel in which three sections of a volume meet, counted from 0.</summary>
/// <param name="Z">Slice.</param>
/// <param name="Y">Row.</param>
/// <param name="X">Column.</param>
public sealed record SectionPoint(int Z, int Y, int X);
