namespace NDSeg.IO.Tiff;

/// <summary>The tags of TIFF 6.0 and its supplements that matter here.</summary>
internal static class TiffTags
{
    public const int NewSubfileType = 254;
    public const int ImageWidth = 256;
    public const int ImageLength = 257;
    public const int BitsPerSample = 258;
    public const int Compression = 259;
    public const int Photometric = 262;
    public const int FillOrder = 266;
    public const int ImageDescription = 270;
    public const int StripOffsets = 273;
    public const int SamplesPerPixel = 277;
    public const int RowsPerStrip = 278;
    public const int StripByteCounts = 279;
    public const int XResolution = 282;
    public const int YResolution = 283;
    public const int PlanarConfiguration = 284;
    public const int PageName = 285;
    public const int T4Options = 292;
    public const int T6Options = 293;
    public const int ResolutionUnit = 296;
    public const int PageNumber = 297;
    public const int Software = 305;
    public const int Predictor = 317;
    public const int ColorMap = 320;
    public const int TileWidth = 322;
    public const int TileLength = 323;
    public const int TileOffsets = 324;
    public const int TileByteCounts = 325;
    public const int SampleFormat = 339;
    public const int JpegTables = 347;
    public const int YCbCrSubsampling = 530;

    /// <summary>Names and colours of classes, in the range that TIFF 6.0 leaves to everyone's own use.</summary>
    public const int Classes = 65470;
}
