namespace NDSeg.Storage;

/// <summary>
/// A file that one holder has, or several that share it, in this process and others. The system lets go of it when the process
/// ends in whatever way.
/// </summary>
public sealed class LockFile : IDisposable
{
    private const int Attempts = 1000;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);
    private const int LinuxWouldBlock = 11;
    private const int BsdWouldBlock = 35;

    private static readonly long FirstTicks = new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long LastTicks = new DateTime(2090, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly string path;
    private readonly FileStream stream;
    private readonly bool isShared;
    private bool isOver;

    private LockFile(string path, FileStream stream, bool isShared)
    {
        this.path = path;
        this.stream = stream;
        this.isShared = isShared;
    }

    /// <summary>Takes the file, which is made where it is missing.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="shared">Whether others may hold it too, if they share as well.</param>
    /// <returns>The lock; null where somebody else has it.</returns>
    /// <exception cref="IOException">The system refuses for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The system refuses for another reason.</exception>
    public static LockFile? TryTake(string path, bool shared = false)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            FileStream stream;
            try
            {
                stream = shared
                    ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read, bufferSize: 1)
                    : new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException e) when (IsHeld(e))
            {
                return null;
            }

            try
            {
                if (HasItsName(stream, path))
                {
                    return new LockFile(path, stream, shared);
                }
            }
            catch
            {
                stream.Dispose();
                throw;
            }

            // Its last holder removed it in between.
            stream.Dispose();
        }

        throw new IOException($"The file '{path}' has another time than the one under its name.");
    }

    /// <summary>Lets go of the file, which stays.</summary>
    public void Release()
    {
        isOver = true;
        stream.Dispose();
    }

    /// <summary>Lets go of the file, and removes it unless it is shared.</summary>
    public void Dispose()
    {
        if (isShared || isOver)
        {
            Release();
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            // An open file cannot be removed there, and one that another holder has opened meanwhile cannot either.
            Release();
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next holder has it, and removes it.
        }

        Release();
    }

    /// <summary>Whether somebody is at work: of all that may go wrong with a file only this says so. The runtime keeps the number of the system's error.</summary>
    internal static bool IsHeld(IOException e)
        => e.HResult == (OperatingSystem.IsLinux() ? LinuxWouldBlock : BsdWouldBlock) || e.HResult is WindowsSharingViolation or WindowsLockViolation;

    /// <summary>
    /// A file that was opened while its holder removed it can be locked and has no name any more; under the name may stand another one.
    /// A time that nobody else chooses tells them apart.
    /// </summary>
    private static bool HasItsName(FileStream stream, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            File.SetLastWriteTimeUtc(stream.SafeFileHandle, new DateTime(Random.Shared.NextInt64(FirstTicks, LastTicks), DateTimeKind.Utc));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's file: it has the time that its owner chose.
        }

        return File.Exists(path) && File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(stream.SafeFileHandle);
    }
}
