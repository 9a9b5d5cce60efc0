using System.Management.Automation;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>A command that reads files: -Path with wildcards and -LiteralPath, both through the provider.</summary>
public abstract class PathCommand : SegCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    /// <summary>Files to read, or folders whose files are read; a Zarr folder is read as one. Wildcards are permitted in text; a file or folder object is taken as it is.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [NotFromMemory]
    public PathInput[] Path { get; set; } = [];

    /// <summary>Files or folders to read, taken as they are: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The extensions, with dot, of the files to take from a folder.</summary>
    private protected abstract IReadOnlyList<string> FolderExtensions { get; }

    /// <summary>Handles one file.</summary>
    /// <param name="file">Full path in the file system.</param>
    private protected abstract void ProcessFile(string file);

    private protected sealed override void Process()
    {
        if (ParameterSetName == LiteralPathSet)
        {
            Array.ForEach(LiteralPath, path => Process(path, () => [this.FileOf(path)]));
        }
        else
        {
            Array.ForEach(Path, path => Process(path.ToString(), () => path.Resolve(this)));
        }
    }

    private void Process(string path, Func<IReadOnlyList<string>> resolve)
    {
        IReadOnlyList<string> files = [];
        if (Attempt(path, () => files = resolve()))
        {
            foreach (string file in files.SelectMany(f => ImageFolder.Inputs(f, FolderExtensions)))
            {
                Attempt(file, () => ProcessFile(file));
            }
        }
    }
}
