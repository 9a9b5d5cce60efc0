using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Labels;

/// <summary>What all slices of a volume share; kept in its working folder so that a run can be continued.</summary>
internal sealed record VolumeHeader(string? Fingerprint, int Height, int Width, int Bits, int Samples, bool IsSigned, PixelSize? PixelSize)
{
    public LabelSampleType Type => new(Bits, Samples, IsSigned);

    public void Write(string path)
    {
        string temporary = path + ".tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The header, or null when the file is absent or makes no sense.</summary>
    public static VolumeHeader? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<VolumeHeader>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
