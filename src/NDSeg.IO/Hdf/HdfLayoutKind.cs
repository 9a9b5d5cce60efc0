namespace NDSeg.IO.Hdf;

internal enum HdfLayoutKind
{
    Compact,
    Contiguous,
    Chunked,
    Virtual,
}
