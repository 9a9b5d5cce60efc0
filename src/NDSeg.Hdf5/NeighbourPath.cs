namespace NDSeg.Hdf5;

/// <summary>Where a file that another file names may be, as the HDF5 library looks for it; never in the current directory.</summary>
public static class NeighbourPath
{
    /// <summary>
    /// The full paths to try, best first: the name itself where it is absolute, then its last part, beside the file; a relative name from the
    /// folder of the file. Where the file is a link, the same beside what it links to.
    /// </summary>
    /// <param name="path">Full path of the file that names another.</param>
    /// <param name="name">The name.</param>
    public static IEnumerable<string> Candidates(string path, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            yield break;
        }

        if (Path.IsPathRooted(name))
        {
            yield return Path.GetFullPath(name);
            name = Path.GetFileName(name);
        }

        yield return Beside(path, name);
        if (TargetOf(path) is string target)
        {
            yield return Beside(target, name);
        }
    }

    private static string Beside(string path, string name) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path) ?? ".", name));

    private static string? TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
