namespace NDSeg.Paint.Saving;

/// <summary>A file that every save replaces, and what it was like when this painter left it: what somebody else wrote meanwhile is noticed.</summary>
internal sealed class WatchedTarget
{
    private readonly bool force;
    private (DateTime Written, long Length)? known;

    /// <summary>Begins to watch.</summary>
    /// <param name="path">Full path of a file, or of a folder that is one label volume.</param>
    /// <param name="force">Whether whatever stands there may be replaced.</param>
    public WatchedTarget(string path, bool force)
    {
        Path = path;
        this.force = force;

        // Without leave to replace, a file that stands there already is one that somebody made since that was looked at.
        known = force ? Look() : null;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether somebody else made, changed or replaced the file. One that was removed is simply written again.</summary>
    public bool IsForeign => !force && Look() is { } now && now != known;

    /// <summary>The painter has written the file.</summary>
    public void Written() => known = Look();

    private (DateTime Written, long Length)? Look()
    {
        var file = new FileInfo(Path);
        if (file.Exists)
        {
            return (file.LastWriteTimeUtc, file.Length);
        }

        return Directory.Exists(Path) ? (Directory.GetLastWriteTimeUtc(Path), 0) : null;
    }
}
