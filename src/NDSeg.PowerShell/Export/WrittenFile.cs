using System.Management.Automation;

namespace NDSeg.PowerShell.Export;

/// <summary>
/// What -PassThru gives for a file, or for a folder that is one output: the item as Get-Item gives it, whose name the next command takes
/// as it is.
/// </summary>
internal static class WrittenFile
{
    /// <summary>The file or folder.</summary>
    public static PSObject Of(PSCmdlet command, string path)
        => command.InvokeProvider.Item.Get([@"Microsoft.PowerShell.Core\FileSystem::" + path], force: true, literalPath: true)[0];

    /// <summary>The file or folder with the number of its slices and the numbers of those that are missing.</summary>
    public static PSObject Of(PSCmdlet command, string path, int slices, IReadOnlyList<int> missing)
    {
        PSObject file = Of(command, path);
        file.Properties.Add(new PSNoteProperty("SliceCount", slices));
        file.Properties.Add(new PSNoteProperty("MissingSlices", missing.ToArray()));
        return file;
    }
}
