using System.Management.Automation;

namespace NDSeg.PowerShell.Export;

/// <summary>What -PassThru gives for a file: the file, with the number of its slices and the numbers of those that are missing.</summary>
internal static class WrittenFile
{
    /// <summary>The file with its counts.</summary>
    public static PSObject Of(string path, int slices, IReadOnlyList<int> missing)
    {
        var file = PSObject.AsPSObject(new FileInfo(path));
        file.Properties.Add(new PSNoteProperty("SliceCount", slices));
        file.Properties.Add(new PSNoteProperty("MissingSlices", missing.ToArray()));
        return file;
    }
}
