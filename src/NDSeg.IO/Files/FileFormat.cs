namespace NDSeg.IO.Files;

/// <summary>The file formats that are read.</summary>
internal enum FileFormat
{
    Tiff,
    Hdf,
    Png,
    Jpeg,
}
