using System.Collections.ObjectModel;
using System.Management.Automation;
using NDSeg.IO;

namespace NDSeg.PowerShell.Pipeline;

/// <summary>Turns PowerShell paths into paths of the file system.</summary>
internal static class ProviderPaths
{
    /// <summary>The file a literal path names; it need not exist.</summary>
    /// <exception cref="SegException">NotAFileSystemPath.</exception>
    public static string FileOf(this PSCmdlet command, string path)
    {
        try
        {
            string file = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? file : throw NotAFile(path, provider);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new SegException("NotAFileSystemPath", SegErrorKind.InvalidArgument, $"Expected a path in the file system, found '{path}': {e.Message}", "Check the drive.", cause: e);
        }
    }

    /// <summary>The files a path with wildcards matches, in the provider's order; folders are left out where wildcards match them, unless they are one input.</summary>
    /// <exception cref="SegException">FileNotFound when nothing matches; NotAFileSystemPath.</exception>
    public static IReadOnlyList<string> FilesOf(this PSCmdlet command, string path) => command.SessionState.FilesOf(path);

    /// <summary>The same where no command runs yet.</summary>
    /// <inheritdoc cref="FilesOf(PSCmdlet, string)"/>
    public static IReadOnlyList<string> FilesOf(this SessionState session, string path)
    {
        Collection<string> files;
        ProviderInfo provider;
        try
        {
            files = session.Path.GetResolvedProviderPathFromPSPath(path, out provider);
        }
        catch (ItemNotFoundException e)
        {
            throw new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected a file at '{path}', found none.", $"Check the path, which is relative to '{session.Path.CurrentFileSystemLocation}'.", cause: e);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new SegException("NotAFileSystemPath", SegErrorKind.InvalidArgument, $"Expected a path in the file system, found '{path}': {e.Message}", "Check the drive.", cause: e);
        }

        if (provider.Name != "FileSystem")
        {
            throw NotAFile(path, provider);
        }

        bool wildcard = WildcardPattern.ContainsWildcardCharacters(path);
        List<string> found = [.. files.Where(f => !wildcard || !Directory.Exists(f) || FileFormats.IsFolderInput(f))];
        return found.Count > 0
            ? found
            : throw new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected a file that matches '{path}', found none.", $"Check the path, which is relative to '{session.Path.CurrentFileSystemLocation}'.");
    }

    private static SegException NotAFile(string path, ProviderInfo provider)
        => new("NotAFileSystemPath", SegErrorKind.InvalidArgument, $"Expected a path in the file system, found '{path}' in {provider.Name}.", "Give the path of a file.");
}
