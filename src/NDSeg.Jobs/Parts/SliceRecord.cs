namespace NDSeg.Jobs.Parts;

/// <summary>A slice that a part wrote.</summary>
/// <param name="Slice">Place in the volume.</param>
/// <param name="Bytes">Bytes of its files.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of its files.</param>
internal sealed record SliceRecord(int Slice, long Bytes, string Sha256);
