namespace NDSeg.Storage;

/// <summary>
/// A file with a name of its own in the folder of a target. It stays open, and so held, until it is moved or dropped: the
/// system lets go of it when the process ends in whatever way, which is how the next writer knows what it may sweep. Some disks
/// keep locks to one machine: what the name shows to be of another one is swept only when it is old.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    // Nothing of the target's name is in it, so that a target may have a name as long as the file system allows.
    private const string Prefix = ".ndseg-";
    private const string Suffix = ".tmp";
    private const int Attempts = 100;

    // A file grows while it is written; a folder's holds still, for as long as the folder is being filled.
    private static readonly TimeSpan Old = TimeSpan.FromDays(2);

    private readonly FileStream stream;
    private bool moved;

    private TemporaryFile(string path, FileStream stream)
    {
        Path = path;
        this.stream = stream;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>The empty file, to be written.</summary>
    public Stream Content => stream;

    /// <summary>Makes a file in a folder.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The system refuses.</exception>
    public static TemporaryFile Create(string folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            string path = System.IO.Path.Combine(folder, NewName());
            try
            {
                // To share nothing but the right to move it is what holds the file: a lock on Unix, a sharing mode on Windows.
                var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
                if (attempt == Attempts || File.Exists(path))
                {
                    return new TemporaryFile(path, stream);
                }

                // Another run took it for a remainder in the moment between its making and its lock, and has removed it.
                stream.Dispose();
            }
            catch (IOException e) when (attempt < Attempts && LockFile.IsHeld(e))
            {
                // The same, and it is still at it.
            }
        }
    }

    /// <summary>Removes what ended runs have left in a folder; what another run holds, or may hold on another machine, stays.</summary>
    public static void Sweep(string folder)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix).Where(IsOurs).ToList())
            {
                Remove(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // To tidy is no condition for writing.
        }
    }

    /// <summary>Gives the file, flushed to the disk, its final name.</summary>
    public void MoveTo(string target, bool overwrite)
    {
        stream.Flush(flushToDisk: true);
        File.Move(Path, target, overwrite);
        moved = true;
    }

    /// <summary>Closes the file, and removes it unless it was moved.</summary>
    public void Dispose()
    {
        try
        {
            if (!moved)
            {
                File.Delete(Path);
            }

            // Closing writes what is still buffered, which a full disk refuses again.
            stream.Dispose();
        }
        catch (Exception e) when (!moved && e is IOException or UnauthorizedAccessException)
        {
            // What the system will not let go of is swept by the next run.
        }
    }

    /// <summary>Names the target in a message of the system instead of a temporary file.</summary>
    /// <param name="message">The message.</param>
    /// <param name="folder">Folder of the temporary file.</param>
    /// <param name="target">What stands instead.</param>
    public static string NameTarget(string message, string folder, string target)
    {
        int at = message.IndexOf(System.IO.Path.Combine(folder, Prefix), StringComparison.Ordinal);
        int end = at < 0 ? -1 : message.IndexOf(Suffix, at, StringComparison.Ordinal);
        return end < 0 ? message : string.Concat(message.AsSpan(0, at), target, message.AsSpan(end + Suffix.Length));
    }

    /// <summary>A name that nothing else has, and that shows the running system.</summary>
    public static string NewName() => NewName(RunningSystem.Mark);

    /// <summary>A name that nothing else has.</summary>
    /// <param name="system">Mark of a running system.</param>
    public static string NewName(string system) => Prefix + system + Guid.NewGuid().ToString("N")[system.Length..] + Suffix;

    /// <summary>Whether a name is one that this type gives.</summary>
    public static bool IsName(string name)
        => name.Length > Prefix.Length + Suffix.Length && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            && Guid.TryParseExact(name[Prefix.Length..^Suffix.Length], "N", out _);

    /// <summary>Whether a file, or a folder whose name begins like one, can be nobody's if nobody holds it here.</summary>
    public static bool MayBeSwept(string path)
        => System.IO.Path.GetFileName(path).StartsWith(Prefix + RunningSystem.Mark, StringComparison.Ordinal) || File.GetLastWriteTimeUtc(path) < DateTime.UtcNow - Old;

    private static bool IsOurs(string file)
        => IsName(System.IO.Path.GetFileName(file)) && !File.GetAttributes(file).HasFlag(FileAttributes.ReparsePoint) && MayBeSwept(file);

    private static void Remove(string file)
    {
        try
        {
            using var hold = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A run at work, or another user's file.
        }
    }
}
