namespace NDSeg.Storage;

/// <summary>
/// Writes a file under a temporary name in the target folder and renames it when complete, so that a killed run leaves
/// either the old file or the new one. What killed runs left under temporary names is removed by the next one.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes a whole file.</summary>
    /// <param name="target">Path of the file to write.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="write">Writes the content into an empty, seekable stream.</param>
    /// <exception cref="SegException">TargetExists; TargetNotWritable.</exception>
    public static void Write(string target, bool overwrite, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentException.ThrowIfNullOrEmpty(target);
        string path = Path.GetFullPath(target);
        RequireFolder(path);
        if (Directory.Exists(path))
        {
            throw new SegException("TargetNotWritable", SegErrorKind.Access, $"Expected a file to write to, found the folder '{path}'.", "Give a file name.");
        }

        if (!overwrite && File.Exists(path))
        {
            throw Exists(path, null);
        }

        string folder = Path.GetDirectoryName(path)!;
        try
        {
            TemporaryFile.Sweep(folder);
            using var file = TemporaryFile.Create(folder);
            write(file.Content);
            file.MoveTo(path, overwrite);
        }
        catch (IOException e) when (!overwrite && File.Exists(path))
        {
            throw Exists(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The temporary name means nothing to a user.
            throw NotWritable(path, TemporaryFile.NameTarget(e.Message, folder, path), e);
        }
    }

    /// <summary>Refuses a target whose folder is missing.</summary>
    /// <param name="target">Full path of the file to write.</param>
    /// <exception cref="SegException">TargetNotWritable.</exception>
    public static void RequireFolder(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (Path.GetDirectoryName(target) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            throw new SegException("TargetNotWritable", SegErrorKind.NotFound, $"Expected the folder '{folder}' to write '{Path.GetFileName(target)}' to, found none.", "Make the folder, or choose another.");
        }
    }

    private static SegException Exists(string path, Exception? cause)
        => new("TargetExists", SegErrorKind.AlreadyExists, $"Expected no file at '{path}', found one.", "Use -Force to replace it.", cause: cause);

    private static SegException NotWritable(string path, string reason, Exception cause)
        => new("TargetNotWritable", SegErrorKind.Access, $"Expected to be able to write '{path}': {reason}", "Choose another folder or change its permissions.", cause: cause);
}
