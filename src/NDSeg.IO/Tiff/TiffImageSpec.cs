using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>A page to be written: shape, samples, tags, and where its rows come from.</summary>
internal sealed record TiffImageSpec
{
    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Bits { get; init; }

    public int Samples { get; init; } = 1;

    /// <summary>1 unsigned, 2 signed, 3 floating-point.</summary>
    public int SampleFormat { get; init; } = 1;

    public int Compression { get; init; } = TiffCompression.Deflate;

    public PixelSize? PixelSize { get; init; }

    public string? Description { get; init; }

    public string? PageName { get; init; }

    /// <summary>Fills a buffer with little-endian, interleaved rows: first row, number of rows.</summary>
    public required TiffRowSource Rows { get; init; }

    public int RowBytes => checked(Width * Samples * (Bits / 8));

    /// <summary>Strips of about this many bytes: small enough to be decoded piecemeal, large enough to compress well.</summary>
    public int RowsPerStrip => Math.Clamp((1 << 18) / RowBytes, 1, Height);

    public int StripCount => ((Height - 1) / RowsPerStrip) + 1;

    /// <summary>The page of a label map; deflated.</summary>
    public static TiffImageSpec Of(LabelRaster labels, string? provenance)
        => OfSlice(labels.Height, labels.Width, labels.Type, labels.PixelSize) with
        {
            Description = TiffProvenance.Describe(labels.PixelSize?.Description, provenance),
            Rows = labels.Fill,
        };

    /// <summary>A page of labels whose rows are all 0, which is what a blank slice holds.</summary>
    public static TiffImageSpec OfSlice(int height, int width, LabelSampleType type, PixelSize? pixelSize) => new()
    {
        Height = height,
        Width = width,
        Bits = type.Bits,
        Samples = type.Samples,
        SampleFormat = type.IsSigned ? 2 : 1,
        PixelSize = pixelSize,
        Rows = (_, _, target) => target.Clear(),
    };
}
