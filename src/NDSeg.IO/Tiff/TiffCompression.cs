namespace NDSeg.IO.Tiff;

/// <summary>Compression schemes: which are read, what the others are called, and how far each can shrink data.</summary>
internal static class TiffCompression
{
    public const int None = 1;
    public const int Lzw = 5;
    public const int Jpeg = 7;
    public const int Deflate = 8;
    public const int OldDeflate = 32946;
    public const int PackBits = 32773;

    /// <summary>The number libtiff and GDAL write; 34926 was registered later.</summary>
    public static bool IsZstandard(int scheme) => scheme is 50000 or 34926;

    /// <summary>Schemes that are not left to LibTiff.</summary>
    public static bool IsInflatedHere(int scheme) => scheme is Deflate or OldDeflate || IsZstandard(scheme);

    public static bool IsFax(int scheme) => scheme is 2 or 3 or 4 or 32771;

    public static bool IsSupported(int scheme) => scheme is None or Lzw or Jpeg or Deflate or OldDeflate or PackBits || IsFax(scheme) || IsZstandard(scheme);

    public static bool HasPredictor(int scheme) => scheme is Lzw or Deflate or OldDeflate || IsZstandard(scheme);

    /// <summary>
    /// The greatest number of bytes one compressed byte can stand for, rounded up. Deflate: 1032. LZW: strings grow to
    /// 3,838 bytes before the table is full, 1,323 on average. PackBits: 128 bytes from 2. JPEG: a block of 64 samples
    /// takes at least one bit. Zstandard: 128 KiB of one byte from 4 bytes. Fax: a row equal to the one above takes one bit, so the bound is the row itself.
    /// </summary>
    public static long GreatestRatio(int scheme, long rowBytes) => scheme switch
    {
        None => 1,
        PackBits => 65,
        Lzw => 1400,
        Jpeg => 1600,
        Deflate or OldDeflate => 1040,
        50000 or 34926 => 33000,
        _ => Math.Clamp(rowBytes * 8, 1024, 16384),
    };

    public static string NameOf(int scheme) => scheme switch
    {
        None => "no",
        2 or 32771 => "CCITT modified Huffman",
        3 => "CCITT Group 3",
        4 => "CCITT Group 4",
        Lzw => "LZW",
        6 => "old-style JPEG",
        Jpeg => "JPEG",
        Deflate or OldDeflate => "Deflate",
        9 or 10 or 34661 => "JBIG",
        32766 => "NeXT",
        PackBits => "PackBits",
        32809 => "ThunderScan",
        33003 or 33004 or 33005 or 34712 => "JPEG 2000",
        34676 or 34677 => "SGI LogLuv",
        34887 => "LERC",
        34892 => "lossy JPEG (DNG)",
        34925 => "LZMA",
        50000 or 34926 => "ZSTD",
        50001 or 34927 => "WebP",
        50002 => "JPEG XL",
        _ => $"number {scheme}",
    };
}
