namespace NDSeg.Hdf5;

internal enum LayoutKind
{
    Compact,
    Contiguous,
    Chunked,
    Virtual,
}
