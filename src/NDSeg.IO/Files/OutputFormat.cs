namespace NDSeg.IO.Files;

/// <summary>The file formats that are written.</summary>
internal enum OutputFormat
{
    Tiff,
    Png,
    Hdf,
}
