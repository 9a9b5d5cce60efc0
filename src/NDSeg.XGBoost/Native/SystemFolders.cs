namespace NDSeg.XGBoost.Native;

/// <summary>
/// The folders in which a system keeps its shared libraries. The search is made here, with full paths, and not by the
/// system's loader, which on some systems looks for a bare name in the current directory: that may be anybody's.
/// </summary>
internal static class SystemFolders
{
    /// <summary>The folders of this system, those the user has named first.</summary>
    public static IEnumerable<string> All() => Named().Concat(Standard()).Where(Path.IsPathFullyQualified).Distinct(StringComparer.Ordinal);

    private static string[] Named()
    {
        string variable = OperatingSystem.IsWindows() ? "PATH" : OperatingSystem.IsMacOS() ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";
        return (Environment.GetEnvironmentVariable(variable) ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static IEnumerable<string> Standard()
    {
        if (OperatingSystem.IsWindows())
        {
            return [Environment.SystemDirectory];
        }

        // Homebrew's folders are not on the loader's path.
        return OperatingSystem.IsMacOS()
            ? ["/opt/homebrew/lib", "/usr/local/lib", "/usr/lib"]
            : ConfiguredFolders().Concat(["/usr/local/lib", "/lib64", "/usr/lib64", "/lib", "/usr/lib"]);
    }

    /// <summary>What the configuration of Linux's loader names.</summary>
    private static IEnumerable<string> ConfiguredFolders()
    {
        try
        {
            return [.. Directory.EnumerateFiles("/etc/ld.so.conf.d", "*.conf")
                .Prepend("/etc/ld.so.conf")
                .Where(File.Exists)
                .Order(StringComparer.Ordinal)
                .SelectMany(File.ReadLines)
                .Select(line => line.Trim())
                .Where(line => line.StartsWith('/'))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
