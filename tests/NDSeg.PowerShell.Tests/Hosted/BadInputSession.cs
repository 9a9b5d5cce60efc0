using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using PureHDF;
using Xunit;

namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>The session of a trained model and of files that cannot be used.</summary>
public sealed class BadInputSession : IDisposable
{
    public BadInputSession()
    {
        Phantom.Run("""
            $small = New-SegPhantom 32 40
            $model = New-SegModel -Trees 3 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
            $model | Export-SegModel model.ndseg
            $features = $phantom.Image | Get-SegFeatures
            $fewer = $phantom.Image | Get-SegFeatures -Config (New-SegFeatureConfig 1, 2)
            """).NoErrors();
        int pixels = PhantomSession.Height * PhantomSession.Width;
        File.WriteAllText(PathOf("text.tif"), "hello, this is no image at all");
        File.WriteAllBytes(PathOf("nothing.tif"), []);
        byte[] slice = File.ReadAllBytes(PathOf("slice.tif"));

        // The samples come first and the directory last: cut behind the header, and, with the directory in front, in the samples.
        File.WriteAllBytes(PathOf("short.tif"), slice[..(slice.Length / 2)]);
        Volumes.TiffStackFile.Write(PathOf("samples.tif"), PhantomSession.Height, PhantomSession.Width, [Phantom.Slice]);
        File.WriteAllBytes(PathOf("samples.tif"), File.ReadAllBytes(PathOf("samples.tif"))[..4000]);
        new H5File
        {
            ["grey"] = new float[PhantomSession.Height, PhantomSession.Width],
            ["entry"] = new H5Group { ["cube"] = new float[6, 7, 3] },
        }.Write(PathOf("arrays.h5"));
        SampleTiff.Write(PathOf("unpainted.tif"), PhantomSession.Height, PhantomSession.Width, new byte[pixels]);
        byte[] one = new byte[pixels];
        one.AsSpan(5, 60).Fill(3);
        SampleTiff.Write(PathOf("one.tif"), PhantomSession.Height, PhantomSession.Width, one);
        SampleTiff.Write(PathOf("float.tif"), 1, 3, new[] { 0f, 1.5f, 2f });
        SampleTiff.Write(PathOf("volume.tif"), 1, 2, new byte[] { 1, 2 }, new byte[] { 2, 1 });
        float[] broken = new float[pixels];
        broken[(7 * PhantomSession.Width) + 11] = float.NaN;
        broken[(9 * PhantomSession.Width) + 2] = float.PositiveInfinity;
        SampleTiff.Write(PathOf("nan.tif"), PhantomSession.Height, PhantomSession.Width, broken);
        SampleTiff.Write(PathOf("rgb.tif"), 40, 40, 3, [new byte[4800]]);
        SpoilModels();
        File.WriteAllText(PathOf("mine.tif"), "mine");
        foreach (string name in new[] { "folder.tif", "folder.png", "folder.h5", "folder.ndseg" })
        {
            Directory.CreateDirectory(PathOf(name));
        }
    }

    internal PhantomSession Phantom { get; } = new();

    internal string PathOf(string name) => Phantom.PathOf(name);

    public void Dispose() => Phantom.Dispose();

    private void SpoilModels()
    {
        byte[] model = File.ReadAllBytes(PathOf("model.ndseg"));
        File.WriteAllBytes(PathOf("text.ndseg"), Encoding.ASCII.GetBytes("this is not a model"));
        File.WriteAllBytes(PathOf("empty.ndseg"), []);
        File.WriteAllBytes(PathOf("cut.ndseg"), model[..(model.Length / 2)]);
        byte[] changed = [.. model];
        changed[changed.Length / 2] ^= 0x55;
        File.WriteAllBytes(PathOf("changed.ndseg"), changed);
        File.Copy(PathOf("model.ndseg"), PathOf("newer.ndseg"));
        using ZipArchive zip = ZipFile.Open(PathOf("newer.ndseg"), ZipArchiveMode.Update);
        ZipArchiveEntry entry = zip.GetEntry("model.json")!;
        using (var reader = new StreamReader(entry.Open()))
        {
            string json = reader.ReadToEnd();
            string newer = Regex.Replace(Regex.Replace(json, "(\"formatVersion\":\\s*)1\\b", "${1}99"), "(\"ndsegVersion\":\\s*)\"[^\"]*\"", "$1\"7.5.0\"");
            Assert.NotEqual(json, newer);
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("model.json").Open());
            writer.Write(newer);
        }
    }
}
