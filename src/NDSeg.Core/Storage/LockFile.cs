namespace NDSeg.Storage;

/// <summary>
/// A file that one holder at a time has, in this process and others, and that is gone afterwards. The system lets go of it when
/// the process ends in whatever way.
/// </summary>
public sealed class LockFile : IDisposable
{
    private static readonly long FirstTicks = new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long LastTicks = new DateTime(2090, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly string path;
    private readonly FileStream stream;

    private LockFile(string path, FileStream stream)
    {
        this.path = path;
        this.stream = stream;
    }

    /// <summary>Takes the file.</summary>
    /// <param name="path">Full path.</param>
    /// <returns>The lock; null where the file was removed by its last holder in between, so that another one may hold a new one.</returns>
    /// <exception cref="IOException">Somebody has it; the system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The system refuses.</exception>
    public static LockFile? TryTake(string path)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        try
        {
            // A file that was opened while its holder removed it can be locked and has no name any more; under the name may stand
            // another one. A time that nobody else chooses tells them apart.
            File.SetLastWriteTimeUtc(stream.SafeFileHandle, new DateTime(Random.Shared.NextInt64(FirstTicks, LastTicks), DateTimeKind.Utc));
            if (File.Exists(path) && File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(stream.SafeFileHandle))
            {
                return new LockFile(path, stream);
            }

            stream.Dispose();
            return null;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Removes the file and lets go of it.</summary>
    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            // An open file cannot be removed there, and one that another holder has opened meanwhile cannot either.
            stream.Dispose();
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next holder has it, and removes it.
        }

        stream.Dispose();
    }
}
