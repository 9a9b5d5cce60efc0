namespace NDSeg.Storage;

/// <summary>Where a path leads once every link in it is followed; the file need not exist.</summary>
public static class RealPath
{
    /// <summary>Links that lead in a circle are given up after as many as the system follows.</summary>
    private const int MostLinks = 40;

    /// <summary>The full path without links, as far as they can be read.</summary>
    /// <param name="path">A file or folder.</param>
    public static string Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int left = MostLinks;
        return Follow(Path.GetFullPath(path), ref left);
    }

    /// <summary>Whether two paths lead to one place.</summary>
    /// <param name="one">A file or folder.</param>
    /// <param name="other">Another.</param>
    public static bool IsSame(string one, string other) => string.Equals(Of(one), Of(other), Comparison);

    /// <summary>Whether a path leads into a folder.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="folder">The folder.</param>
    public static bool IsInside(string path, string folder) => Of(path).StartsWith(Of(folder) + Path.DirectorySeparatorChar, Comparison);

    private static StringComparison Comparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private static string Follow(string full, ref int left)
    {
        string path = Path.TrimEndingDirectorySeparator(full);
        if (Path.GetDirectoryName(path) is not { Length: > 0 } parent)
        {
            return path;
        }

        string folder = Follow(parent, ref left);
        string here = Path.Combine(folder, Path.GetFileName(path));
        return TargetOf(here) is not string target || --left < 0 ? here : Follow(Path.GetFullPath(target, folder), ref left);
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
