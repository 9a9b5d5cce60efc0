namespace NDSeg.Hdf5;

/// <summary>How chunks are found; the values are those of the file format, but for the oldest.</summary>
internal enum ChunkIndexKind
{
    BTree1 = 0,
    Single = 1,
    Implicit = 2,
    FixedArray = 3,
    ExtensibleArray = 4,
    BTree2 = 5,
}
