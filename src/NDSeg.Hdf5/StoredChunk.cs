namespace NDSeg.Hdf5;

/// <summary>Where a chunk is stored.</summary>
/// <param name="Address">Address of its bytes.</param>
/// <param name="Size">Number of stored bytes.</param>
/// <param name="Mask">Filters left out for it.</param>
internal readonly record struct StoredChunk(long Address, long Size, uint Mask);
