using System.Text.Json;
using NDSeg.Images;
using NDSeg.IO.Formats;

namespace NDSeg.IO.Labels;

/// <summary>What all slices of a volume share; kept in its working folder so that a run can be continued.</summary>
internal sealed record VolumeHeader(string? Fingerprint, int Height, int Width, int Bits, int Samples, bool IsSigned, PixelSize? PixelSize)
{
    /// <summary>Colours of the class values that have come so far, as <c>#rrggbb</c>.</summary>
    public SortedDictionary<long, string> Colors { get; init; } = [];

    /// <summary>Names of the same classes.</summary>
    public SortedDictionary<long, string> Names { get; init; } = [];

    /// <summary>Whether the chunks of a slice stand in one file, where the format has chunks.</summary>
    public bool IsSharded { get; init; }

    /// <summary>Whether the format's earlier version is written, where the image that the labels belong to is of it.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>Number of resolutions, where the image that the labels belong to sets it.</summary>
    public int? Levels { get; init; }

    /// <summary>Physical resolutions of the slices that differ from the others in it.</summary>
    public SortedDictionary<int, PixelSize> OwnPixelSizes { get; init; } = [];

    public LabelSampleType Type => new(Bits, Samples, IsSigned);

    /// <summary>Takes note of classes; false where all are known.</summary>
    public bool Learn(IReadOnlyList<SegClass> classes)
    {
        bool any = false;
        foreach (SegClass found in classes)
        {
            any |= Colors.TryAdd(found.Value, found.Color.ToString());
            Names.TryAdd(found.Value, found.Name);
        }

        return any;
    }

    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this);

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
