namespace NDSeg.IO.Tiff;

/// <summary>Everything a codec must know about one strip or tile.</summary>
internal sealed record TiffBlockShape
{
    public required int Width { get; init; }

    public required int Rows { get; init; }

    /// <summary>Samples per pixel inside the block: 1 where every sample has its own plane.</summary>
    public required int Samples { get; init; }

    public required int Bits { get; init; }

    public int SampleFormat { get; init; } = 1;

    public required int Compression { get; init; }

    public int Photometric { get; init; } = 1;

    public int Predictor { get; init; } = 1;

    public int FillOrder { get; init; } = 1;

    public bool IsLittleEndian { get; init; } = true;

    public byte[]? JpegTables { get; init; }

    public long[]? Subsampling { get; init; }

    public long T4Options { get; init; }

    public long T6Options { get; init; }

    public int RowBytes => (int)((((long)Width * Samples * Bits) + 7) / 8);

    public int DecodedBytes => checked(RowBytes * Rows);
}
