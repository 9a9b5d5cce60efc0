namespace NDSeg.Storage;

/// <summary>
/// Whether two paths lead to the same place: separators at the end, links on the way and, where the system's disks do not mind it, case make no
/// difference. Neither place needs to exist.
/// </summary>
public static class SamePath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    private static StringComparison Comparison
        => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Whether both paths lead to the same place.</summary>
    /// <param name="first">A path.</param>
    /// <param name="second">Another one.</param>
    public static bool Is(string first, string second)
    {
        ArgumentException.ThrowIfNullOrEmpty(first);
        ArgumentException.ThrowIfNullOrEmpty(second);
        return Resolve(first).Equals(Resolve(second), Comparison);
    }

    /// <summary>Whether a path leads to a folder or to something below it: what replaces the folder takes it away.</summary>
    /// <param name="path">A path.</param>
    /// <param name="folder">The folder.</param>
    public static bool IsIn(string path, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string inner = Resolve(path);
        string outer = Resolve(folder);
        return inner.Equals(outer, Comparison) || inner.StartsWith(Path.EndsInDirectorySeparator(outer) ? outer : outer + Path.DirectorySeparatorChar, Comparison);
    }

    /// <summary>The full path without links on the way, as far as they can be read.</summary>
    /// <param name="path">A path; it need not exist.</param>
    public static string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    private static string Resolve(string path, ref int links)
    {
        string whole = Path.TrimEndingDirectorySeparator(path);
        if (Path.GetDirectoryName(whole) is not { } parent)
        {
            return whole;
        }

        string folder = Resolve(parent, ref links);
        string place = Path.Combine(folder, Path.GetFileName(whole));
        return TargetOf(place) is { } target && links++ < MostLinks ? Resolve(Path.GetFullPath(target, folder), ref links) : place;
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be looked at is taken by its name.
            return null;
        }
    }
}
