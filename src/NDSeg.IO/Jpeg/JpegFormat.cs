using NDSeg.IO.Formats;

namespace NDSeg.IO.Jpeg;

/// <summary>JPEG: one 8-bit image per file. Only read: it does not keep samples, so it cannot keep labels.</summary>
internal sealed class JpegFormat : FileFormat
{
    public override string Name => "JPEG";

    public override IReadOnlyList<string> ReadExtensions => [".jpg", ".jpeg"];

    public override bool Recognises(InputSource input) => input.Head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public override ImageVolume Open(InputSource input, ImageReadOptions options, bool allowLong, CancellationToken cancellation)
    {
        JpegHeader header = JpegHeader.Read(input.Bytes);
        return FlatVolume.Open(input.Bytes, options, Name, header.Image, () => JpegDecoder.Decode(input.Bytes, header, cancellation));
    }
}
