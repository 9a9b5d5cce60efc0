using NDSeg.IO.Formats;
using NDSeg.IO;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Export;

/// <summary>Float maps that go to a file beside the labels.</summary>
internal sealed class MapFile
{
    private readonly SegSegmentation result;
    private readonly IReadOnlyList<float[]> planes;
    private readonly IReadOnlyList<string> names;

    private MapFile(string labelFile, SegSegmentation result, string what, IReadOnlyList<float[]> planes, IReadOnlyList<string> names)
    {
        Kind = what;
        Target = LabelFileNames.Beside(labelFile, result, what);
        this.result = result;
        this.planes = planes;
        this.names = names;
    }

    /// <summary>What it holds: <c>probability</c> or <c>uncertainty</c>.</summary>
    public string Kind { get; }

    /// <summary>Path of the file.</summary>
    public string Target { get; }

    /// <summary>The files that are wanted, one after the other.</summary>
    /// <exception cref="SegException">NoProbability, NoUncertainty.</exception>
    public static IEnumerable<MapFile> Of(string labelFile, SegSegmentation? result, bool probability, bool uncertainty)
    {
        if (probability)
        {
            yield return result is { Probabilities: { } planes }
                ? new MapFile(labelFile, result, "probability", planes, [.. result.Classes.Select(c => c.Name)])
                : throw new SegException("NoProbability", SegErrorKind.InvalidState, "Expected a segmentation with class probabilities, found none.", "Use -Probability on Invoke-SegApply.");
        }

        if (uncertainty)
        {
            yield return result is { Margin: { } margin, Entropy: { } entropy }
                ? new MapFile(labelFile, result, "uncertainty", [margin, entropy], ["margin", "entropy"])
                : throw new SegException("NoUncertainty", SegErrorKind.InvalidState, "Expected a segmentation with margin and entropy, found none.", "Use -Uncertainty on Invoke-SegApply.");
        }
    }

    /// <summary>Opens a file for all slices of the volume that this one belongs to.</summary>
    public MapVolumeExport OpenVolume(string labelFile, bool overwrite)
    {
        var maps = NamedPlanes.Of(result);
        return new MapVolumeExport(LabelFileNames.Beside(labelFile, "_" + Kind), maps, maps.Choose([Kind]), result.Source, result.Series!, new PlaneWriteOptions { Overwrite = overwrite });
    }

    /// <summary>Adds the maps to such a file.</summary>
    public void AddTo(MapVolumeExport volume, CancellationToken cancellation) => volume.Add(NamedPlanes.Of(result), result.Series!, cancellation);

    /// <summary>Writes the file.</summary>
    public void Write(bool overwrite, CancellationToken cancellation)
    {
        var options = new PlaneWriteOptions { Overwrite = overwrite, Names = names, PixelSize = result.Labels.PixelSize };
        PlaneWriter.Write(Target, result.Height, result.Width, planes, options, cancellation);
    }
}
