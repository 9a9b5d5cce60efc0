using NDSeg.IO.Formats;

namespace NDSeg.IO.Tiff;

/// <summary>TIFF and BigTIFF, with the stacks of ImageJ, OME and tifffile.</summary>
internal sealed class TiffFormat : FileFormat
{
    private static readonly TiffOutput Writer = new();

    public override string Name => "TIFF";

    public override IReadOnlyList<string> ReadExtensions => [".tif", ".tiff"];

    public override IReadOnlyList<string> WriteExtensions => [".tif", ".tiff"];

    public override ILabelFormat Labels => Writer;

    public override IPlaneFormat Planes => Writer;

    public override IPlaneVolumeFormat PlaneVolumes => Writer;

    public override ILabelVolumeFormat Volumes => Writer;

    public override bool Recognises(InputSource input)
    {
        ReadOnlySpan<byte> head = input.Head;
        return head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8);
    }

    public override ImageVolume Open(InputSource input, ImageReadOptions options, bool allowLong, CancellationToken cancellation)
        => TiffVolume.Open(input.Bytes, options, cancellation);

    public override string? ReadClasses(InputSource input, string? dataset, CancellationToken cancellation)
    {
        TiffHeader header = TiffHeader.Read(input.Bytes);
        return TiffDirectory.Read(input.Bytes, header, header.FirstDirectory).Text(TiffTags.Classes);
    }

    public override string? ReadProvenance(InputSource input, string? dataset, CancellationToken cancellation)
    {
        TiffHeader header = TiffHeader.Read(input.Bytes);
        return TiffProvenance.Find(TiffDirectory.Read(input.Bytes, header, header.FirstDirectory).Text(TiffTags.ImageDescription));
    }
}
