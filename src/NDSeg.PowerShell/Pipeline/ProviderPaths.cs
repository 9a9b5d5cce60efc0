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

    /// <summary>
    /// The files a path with wildcards matches, in the provider's order; folders are left out where wildcards match them, unless they are one input.
    /// Where nothing matches, brackets may be part of a name: the file of that name is it.
    /// </summary>
    /// <param name="command">The command that has the path.</param>
    /// <param name="path">The path.</param>
    /// <param name="wildcardsOnly">Whether the command has -LiteralPath for names with brackets, so that here they are nothing but wildcards.</param>
    /// <exception cref="SegException">FileNotFound when nothing matches; NotAFileSystemPath.</exception>
    public static IReadOnlyList<string> FilesOf(this PSCmdlet command, string path, bool wildcardsOnly = false) => command.SessionState.FilesOf(path, wildcardsOnly);

    /// <summary>The same where no command runs yet.</summary>
    /// <inheritdoc cref="FilesOf(PSCmdlet, string, bool)"/>
    public static IReadOnlyList<string> FilesOf(this SessionState session, string path, bool wildcardsOnly = false)
    {
        bool wildcard = WildcardPattern.ContainsWildcardCharacters(path);
        IReadOnlyList<string> found = Matches(session, path, wildcard);
        if (found.Count > 0)
        {
            return found;
        }

        if (wildcard && !wildcardsOnly && session.Path.GetUnresolvedProviderPathFromPSPath(path) is { } literal && Path.Exists(literal))
        {
            return [literal];
        }

        string where = $"Check the path, which is relative to '{session.Path.CurrentFileSystemLocation}'.";
        throw wildcard
            ? new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected a file that matches '{path}', found none.", $"{where} In a name with brackets they are escaped: '{WildcardPattern.Escape(path)}'.")
            : new SegException("FileNotFound", SegErrorKind.NotFound, $"Expected a file at '{path}', found none.", where);
    }

    private static IReadOnlyList<string> Matches(SessionState session, string path, bool wildcard)
    {
        Collection<string> files;
        ProviderInfo provider;
        try
        {
            files = session.Path.GetResolvedProviderPathFromPSPath(path, out provider);
        }
        catch (Exception e) when (e is ItemNotFoundException or WildcardPatternException)
        {
            return [];
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new SegException("NotAFileSystemPath", SegErrorKind.InvalidArgument, $"Expected a path in the file system, found '{path}': {e.Message}", "Check the drive.", cause: e);
        }

        return provider.Name == "FileSystem"
            ? [.. files.Where(f => !wildcard || !Directory.Exists(f) || FileFormats.IsFolderInput(f))]
            : throw NotAFile(path, provider);
    }

    private static SegException NotAFile(string path, ProviderInfo provider)
        => new("NotAFileSystemPath", SegErrorKind.InvalidArgument, $"Expected a path in the file system, found '{path}' in {provider.Name}.", "Give the path of a file.");
}
