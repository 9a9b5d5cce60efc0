using System.Text;
using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Tests;

/// <summary>
/// A format as another might be added: one class, one line in the registry. A file is the word TOYBYTES, slices, height and
/// width as bytes, and the samples; a folder with such a file named <c>toy</c> is an input too.
/// </summary>
internal sealed class ToyFormat : FileFormat, ILabelFormat, ILabelVolumeFormat
{
    public override string Name => "TOY";

    public override IReadOnlyList<string> ReadExtensions => [".toy"];

    public override IReadOnlyList<string> WriteExtensions => [".toy"];

    public override ILabelFormat Labels => this;

    public override ILabelVolumeFormat Volumes => this;

    public override bool Recognises(InputSource input)
        => input.IsFolder ? File.Exists(Path.Combine(input.Path, "toy")) : input.Head.StartsWith("TOYBYTES"u8);

    public override ImageVolume Open(InputSource input, ImageReadOptions options, bool allowLong, CancellationToken cancellation)
    {
        byte[] file = input.IsFolder ? File.ReadAllBytes(Path.Combine(input.Path, "toy")) : input.Bytes.ReadAt(0, (int)input.Bytes.Length);
        var info = new ImageProbe(input.Path, Name, null, [file[8], file[9], file[10]], "ZYX", file[9], file[10], 1, file[8], PixelType.UInt8, null);
        return new Volume(input, file, info, SliceSelection.Resolve(options.Slices, file[8], input.Path));
    }

    public override string? ReadProvenance(InputSource input, string? dataset, CancellationToken cancellation)
    {
        byte[] file = input.Bytes.ReadAt(0, (int)input.Bytes.Length);
        string text = Encoding.UTF8.GetString(file.AsSpan(11 + (file[8] * file[9] * file[10])));
        return text.Length == 0 ? null : text;
    }

    public void Require(LabelSampleType type)
    {
        if (type is not { Bits: 8, Samples: 1 })
        {
            throw new SegException("LabelValueOutOfRange", SegErrorKind.InvalidArgument, $"Expected bytes, found {type}.");
        }
    }

    public void Require(LabelSampleType type, string target) => Require(type);

    public void Write(OutputTarget target, LabelRaster labels, LabelWriteOptions options, CancellationToken cancellation)
    {
        var samples = new byte[labels.Height * labels.Width];
        labels.Fill(0, labels.Height, samples);
        target.WriteFile(stream => stream.Write([.. "TOYBYTES"u8, 1, (byte)labels.Height, (byte)labels.Width, .. samples, .. Encoding.UTF8.GetBytes(options.Provenance ?? string.Empty)]));
    }

    public void Write(OutputTarget target, FinishedSlices slices, LabelVolumeOptions options, CancellationToken cancellation)
        => target.WriteFile(stream =>
        {
            stream.Write([.. "TOYBYTES"u8, (byte)slices.Count, (byte)slices.Height, (byte)slices.Width]);
            for (int slice = 0; slice < slices.Count; slice++)
            {
                stream.Write(slices.Samples(slice, cancellation).AsSpan(0, slices.Height * slices.Width));
            }
        });

    private sealed class Volume(InputSource input, byte[] file, ImageProbe info, IReadOnlyList<int> selected) : ImageVolume(info, selected)
    {
        private protected override SegImage ReadCore(int slice)
        {
            int pixels = Info.Height * Info.Width;
            return new SegImage(Info.Height, Info.Width, PixelType.UInt8, [file.AsSpan(11 + (slice * pixels), pixels).ToArray()], SourceOf(slice));
        }

        private protected override void Close() => input.Dispose();
    }
}
