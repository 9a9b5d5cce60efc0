using NDSeg.Images;
using NDSeg.IO.Files;

namespace NDSeg.IO.Tiff;

/// <summary>What a directory says about its image, checked for sense and against the size of the file.</summary>
internal sealed class TiffPage
{
    private readonly TiffDirectory directory;
    private readonly string path;

    public TiffPage(ByteSource source, TiffHeader header, TiffDirectory directory)
    {
        this.directory = directory;
        path = source.Path;
        Header = header;
        Width = Dimension(TiffTags.ImageWidth, "width");
        Height = Dimension(TiffTags.ImageLength, "height");
        Samples = Small(TiffTags.SamplesPerPixel, 1, 1, 65535, "samples per pixel");
        Bits = Uniform(TiffTags.BitsPerSample, 1, "bits per sample");
        SampleFormat = Uniform(TiffTags.SampleFormat, 1, "sample format");
        Compression = Small(TiffTags.Compression, TiffCompression.None, 1, 65535, "compression");
        Photometric = Small(TiffTags.Photometric, 1, 0, 65535, "photometric interpretation");
        Predictor = Small(TiffTags.Predictor, 1, 1, 65535, "predictor");
        FillOrder = Small(TiffTags.FillOrder, 1, 1, 2, "fill order");
        IsPlanar = Small(TiffTags.PlanarConfiguration, 1, 1, 2, "planar configuration") == 2 && Samples > 1;
        IsReduced = (directory.Integer(TiffTags.NewSubfileType, 0) & 5) != 0;
    }

    public TiffHeader Header { get; }

    public int Width { get; }

    public int Height { get; }

    public int Samples { get; }

    public int Bits { get; }

    public int SampleFormat { get; }

    public int Compression { get; }

    public int Photometric { get; }

    public int Predictor { get; }

    public int FillOrder { get; }

    /// <summary>Whether every sample has a plane of its own in the file.</summary>
    public bool IsPlanar { get; }

    /// <summary>Whether the page is a thumbnail or a mask of another one.</summary>
    public bool IsReduced { get; }

    public string? Description => directory.Text(TiffTags.ImageDescription);

    /// <summary>Whether samples fill their bytes; others are packed bit by bit.</summary>
    public bool IsWhole => Bits is 8 or 16 or 32 or 64;

    public PixelType PixelType => (SampleFormat, Bits) switch
    {
        (1 or 4, 1) => PixelType.Bilevel,
        (1 or 4, >= 2 and <= 8) => PixelType.UInt8,
        (1 or 4, >= 9 and <= 16) => PixelType.UInt16,
        (1 or 4, 32) => PixelType.UInt32,
        (2, 8) => PixelType.Int8,
        (2, 16) => PixelType.Int16,
        (2, 32) => PixelType.Int32,
        (3, 16) => PixelType.Float16,
        (3, 32) => PixelType.Float32,
        (3, 64) => PixelType.Float64,
        _ => throw FileErrors.Unsupported(path, $"{Bits}-bit {FormatName} samples"),
    };

    private string FormatName => SampleFormat switch
    {
        1 => "unsigned integer",
        2 => "signed integer",
        3 => "floating-point",
        5 or 6 => "complex",
        _ => "untyped",
    };

    public TiffLayout Layout(ByteSource source) => TiffLayout.Of(this, directory, source);

    /// <summary>Physical resolution of the page; null where it says nothing.</summary>
    /// <param name="first">That of the file's first page, whose description holds the unit for all pages of an ImageJ stack; null for the first page.</param>
    public PixelSize? Resolution(PixelSize? first = null)
    {
        double? x = directory.Rational(TiffTags.XResolution);
        double? y = directory.Rational(TiffTags.YResolution) ?? x;
        int unit = (int)Math.Clamp(directory.Integer(TiffTags.ResolutionUnit, 2), 1, 3);
        string? calibration = ImageJDescription.Calibration(Description) ?? (unit == first?.Unit ? first.Description : null);
        if (x is null || y is null)
        {
            return calibration is null ? null : new PixelSize(1, 1, 1, calibration);
        }

        // One pixel per nameless unit says nothing; many writers put it into every file.
        return unit == 1 && x == 1 && y == 1 && calibration is null ? null : new PixelSize(x.Value, y.Value, unit, calibration);
    }

    public long[]? Integers(int tag, long atMost) => directory.Integers(tag, atMost);

    public byte[]? Raw(int tag) => directory.Raw(tag);

    public long Integer(int tag, long otherwise) => directory.Integer(tag, otherwise);

    /// <summary>Names the first thing about the page that cannot be decoded.</summary>
    public void RequireSupported()
    {
        _ = PixelType;
        if (!TiffCompression.IsSupported(Compression))
        {
            throw FileErrors.Unsupported(path, $"TIFF with {TiffCompression.NameOf(Compression)} compression");
        }

        if (TiffCompression.HasPredictor(Compression) && Predictor is not 1)
        {
            bool known = Predictor == 2 ? IsWhole : Predictor == 3 && SampleFormat == 3;
            if (!known)
            {
                throw FileErrors.Unsupported(path, $"TIFF predictor {Predictor} on {Bits}-bit {FormatName} samples");
            }
        }

        if (TiffCompression.IsFax(Compression) && (Bits != 1 || Samples != 1))
        {
            throw FileErrors.Unsupported(path, $"{TiffCompression.NameOf(Compression)} compression of {Samples} samples of {Bits} bits");
        }

        if (Compression == TiffCompression.Jpeg && (Bits != 8 || SampleFormat != 1 || (!IsPlanar && Samples is not (1 or 3))))
        {
            throw FileErrors.Unsupported(path, $"JPEG compression of {Samples} samples of {Bits} bits");
        }

        if (Compression != TiffCompression.Jpeg && Photometric == 6 && (directory.Integers(TiffTags.YCbCrSubsampling, 2) ?? [2, 2]).Any(s => s != 1))
        {
            throw FileErrors.Unsupported(path, "subsampled YCbCr without JPEG compression");
        }
    }

    private int Dimension(int tag, string name)
    {
        long value = directory.Integer(tag, 0);
        return value is >= 1 and <= int.MaxValue ? (int)value : throw FileErrors.Corrupt(path, $"It claims a {name} of {value}.");
    }

    private int Small(int tag, int otherwise, int least, int most, string name)
    {
        long value = directory.Integer(tag, otherwise);
        return value >= least && value <= most ? (int)value : throw FileErrors.Corrupt(path, $"It claims {value} as its {name}.");
    }

    private int Uniform(int tag, int otherwise, string name)
    {
        long[] values = directory.Integers(tag, Samples) ?? [otherwise];
        if (values.Length == 0 || values.Any(v => v is < 1 or > 1024))
        {
            throw FileErrors.Corrupt(path, $"Its {name} make no sense.");
        }

        return values.All(v => v == values[0])
            ? (int)values[0]
            : throw FileErrors.Unsupported(path, $"samples of different {name} ({string.Join(", ", values.Take(4))})");
    }
}
