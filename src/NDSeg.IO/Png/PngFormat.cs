using NDSeg.IO.Formats;
using NDSeg.IO.Tiff;

namespace NDSeg.IO.Png;

/// <summary>PNG: one image per file.</summary>
internal sealed class PngFormat : FileFormat, ILabelFormat
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public override string Name => "PNG";

    public override IReadOnlyList<string> ReadExtensions => [".png"];

    public override IReadOnlyList<string> WriteExtensions => [".png"];

    public override ILabelFormat Labels => this;

    public override bool Recognises(InputSource input) => input.Head.StartsWith(Signature);

    public override ImageVolume Open(InputSource input, ImageReadOptions options, bool allowLong, CancellationToken cancellation)
    {
        PngHeader header = PngHeader.Read(input.Bytes);
        return FlatVolume.Open(input.Bytes, options, Name, header.Image, () => PngDecoder.Decode(input.Bytes, header, cancellation));
    }

    public override string? ReadProvenance(InputSource input, string? dataset, CancellationToken cancellation) => PngWriter.Provenance(input.Bytes);

    public void Require(LabelSampleType type)
    {
        if (type.Bits > 16 || type.IsSigned)
        {
            throw new SegException("LabelValueOutOfRange", SegErrorKind.InvalidArgument, $"Expected label values of 0 to 65535 for a PNG file, found classes that need {type}.", "Write a TIFF file, or renumber the classes.");
        }
    }

    public void Write(OutputTarget target, LabelRaster labels, LabelWriteOptions options, CancellationToken cancellation)
        => target.WriteFile(stream => PngWriter.Write(stream, TiffImageSpec.Of(labels, provenance: null), options.Provenance, cancellation));
}
