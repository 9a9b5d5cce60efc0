using NDSeg.TestData;
using PureHDF;

namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>A session in a folder with the files that the examples of the help name.</summary>
public sealed class HelpSession : IDisposable
{
    public HelpSession()
    {
        // The commands of the Management and Utility modules that examples use; pwsh has the real ones.
        Module.Run(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src", "NDSeg.Shell", "Commands.ps1"))).NoErrors();
        phantom.WritePhantom("slice2.tif", "strokes2.tif", "truth2.tif", 2, "second");
        Directory.CreateDirectory(phantom.PathOf("scans"));
        File.Copy(phantom.PathOf("slice.tif"), phantom.PathOf("scans/a.tif"));
        File.Copy(phantom.PathOf("slice2.tif"), phantom.PathOf("scans/b.tif"));
        byte[] slice = phantom.Slice;
        SampleTiff.Write(phantom.PathOf("volume.tif"), PhantomSession.Height, PhantomSession.Width, slice, slice, slice, slice);
        var maps = new float[PhantomSession.Height, PhantomSession.Width, 6];
        for (int i = 0; i < slice.Length; i++)
        {
            for (int c = 0; c < 6; c++)
            {
                maps[i / PhantomSession.Width, i % PhantomSession.Width, c] = slice[i] * (c + 1) / 255f;
            }
        }

        new H5File { ["data"] = maps }.Write(phantom.PathOf("maps.h5"));
        Module.Run("New-SegModel -Trees 10 | Invoke-SegTraining -Image (Import-SegImage slice.tif) -Labels strokes.tif | Export-SegModel model.ndseg").NoErrors();
    }

    private readonly PhantomSession phantom = new();

    /// <summary>The session.</summary>
    public HostedModule Module => phantom.Module;

    public void Dispose() => phantom.Dispose();
}
