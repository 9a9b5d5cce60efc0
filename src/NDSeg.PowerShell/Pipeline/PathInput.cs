using System.Management.Automation;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>What -Path of a command that reads files takes: a path, in which wildcards are permitted, or a file or folder.</summary>
public sealed class PathInput
{
    private readonly object given;

    /// <summary>A path with or without wildcards.</summary>
    public PathInput(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        given = path;
    }

    /// <summary>A file or folder, taken as it is: no character of its name is a wildcard.</summary>
    public PathInput(FileSystemInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        given = file;
    }

    private PathInput(object result) => given = result;

    /// <summary>The path as given.</summary>
    public override string ToString() => given is FileSystemInfo file ? file.FullName : given.ToString()!;

    /// <summary>Something in memory that stands where a path should, which the command is to say of it.</summary>
    internal static PathInput Refused(object result) => new(result);

    /// <summary>The files and folders that are meant.</summary>
    /// <exception cref="SegException">NotAPath; FileNotFound; NotAFileSystemPath.</exception>
    internal IReadOnlyList<string> Resolve(PSCmdlet command) => given switch
    {
        string path => command.FilesOf(path, wildcardsOnly: true),
        FileSystemInfo file => [file.FullName],
        _ => throw new SegException(
            "NotAPath",
            SegErrorKind.InvalidArgument,
            $"Expected the path of a file to read, found an object in memory: {given.GetType().Name} {given}.",
            $"Leave {command.MyInvocation.MyCommand.Name} out, the object is what other commands take; or give the path of a file."),
    };
}
