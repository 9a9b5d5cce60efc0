using System.Management.Automation;
using NDSeg.PowerShell.Tests.Hosted;
using NDSeg.PowerShell.Tests.Volumes;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>A session with what the tests need: a model, its training data, a large image, a volume; and its folder.</summary>
public sealed class Scene : IDisposable
{
    /// <summary>Edge of the large image in pixels: seconds of work with every map on, on any machine.</summary>
    public const int LargeEdge = 2400;

    /// <summary>Slices of the volume.</summary>
    public const int Slices = 300;

    private const int SliceEdge = 32;

    public Scene()
    {
        TiffStackFile.Write(Module.PathOf("volume.tif"), SliceEdge, SliceEdge, [.. Enumerable.Range(0, Slices).Select(n => StripedScan.Slice(SliceEdge, SliceEdge, n))]);
        Module.Run(
            """
            param($bytes, $strokes, $edge, $noise, $dots)
            $config = New-SegFeatureConfig -Include Mean, Minimum, Maximum, Median, Bilateral
            $large = [NDSeg.Imaging.SegImage]::FromBytes($edge, $edge, $bytes)
            $phantom = New-SegPhantom 128 128 -Seed 3
            $data = Get-SegFeatures $phantom.Image -Config $config | Get-SegTrainingData -Labels $phantom.Strokes
            $model = New-SegModel -Trees 8 -Seed 5 | Invoke-SegTraining -TrainingData $data
            $dense = [NDSeg.Imaging.SegLabels]::new($edge, $edge, $noise, $phantom.Strokes.Classes)
            $sparse = [NDSeg.Imaging.SegLabels]::new($edge, $edge, $dots, $phantom.Strokes.Classes)
            $slice = Import-SegImage volume.tif -Slice 0
            $sliceStrokes = [NDSeg.Imaging.SegLabels]::new(32, 32, $strokes, $phantom.Strokes.Classes)
            $sliceModel = New-SegModel -Trees 5 -MaxDepth 4 |
                Invoke-SegTraining -Image $slice -Labels $sliceStrokes -Config (New-SegFeatureConfig -Sigma 1 -Exclude Membrane)
            """,
            ("bytes", StripedScan.Slice(LargeEdge, LargeEdge, 1)),
            ("strokes", StripedScan.Strokes(SliceEdge, SliceEdge)),
            ("edge", LargeEdge),
            ("noise", Noise(LargeEdge * LargeEdge)),
            ("dots", Dots())).NoErrors();
    }

    public HostedModule Module { get; } = new();

    /// <summary>Files and folders in the folder, in order.</summary>
    public string[] Entries => [.. Directory.EnumerateFileSystemEntries(Module.Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Select(e => Path.GetRelativePath(Module.Folder, e)).Order(StringComparer.Ordinal)];

    public HostedResult Run(string script, params (string Name, object? Value)[] parameters) => Module.Run(script, parameters);

    /// <summary>Random classes, 0 to 6.</summary>
    public static byte[] Noise(int length)
    {
        var random = new Random(11);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)random.Next(7);
        }

        return bytes;
    }

    public void Dispose() => Module.Dispose();

    // A labelled pixel here and there in the large image, classes 1 to 6.
    private static byte[] Dots()
    {
        var labels = new byte[LargeEdge * LargeEdge];
        for (int i = 0; i < labels.Length; i += 97)
        {
            labels[i] = (byte)(1 + (i / 97 % 6));
        }

        return labels;
    }
}
