namespace NDSeg.Storage;

/// <summary>Tells files from what only looks like one: a pipe waits for a writer that may never come, and nothing can end the wait.</summary>
public static class RegularFile
{
    /// <summary>
    /// Whether there is nothing to read: an empty file, or a pipe, a socket or a device, which have no length. Such a path must
    /// not be opened. False where there is no file.
    /// </summary>
    /// <param name="path">A file, or a link to one.</param>
    public static bool IsEmpty(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
            {
                file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            }

            return file is { Exists: true, Length: 0 };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Opening the file says what is the matter.
            return false;
        }
    }
}
