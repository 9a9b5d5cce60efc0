namespace NDSeg.Storage;

/// <summary>
/// Writes a file under a temporary name in the target folder and renames it when complete, so that a killed run leaves
/// either the old file or the new one. Disposing without <see cref="Commit"/> removes the temporary file.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly bool overwrite;
    private bool done;

    /// <summary>Reserves a temporary name beside the target.</summary>
    /// <param name="target">Path of the file to write.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="SegException">TargetExists; TargetNotWritable.</exception>
    public AtomicFile(string target, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        Target = System.IO.Path.GetFullPath(target);
        this.overwrite = overwrite;
        if (Directory.Exists(Target))
        {
            throw new SegException("TargetNotWritable", SegErrorKind.Access, $"Expected a file to write to, found the folder '{Target}'.", "Give a file name.");
        }

        if (!overwrite && File.Exists(Target))
        {
            throw Exists(null);
        }

        string folder = System.IO.Path.GetDirectoryName(Target)!;
        TemporaryPath = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(Target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            // Created at once: an unwritable folder is found before hours of work, not after.
            using var probe = new FileStream(TemporaryPath, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(e);
        }
    }

    /// <summary>The file that will exist after <see cref="Commit"/>.</summary>
    public string Target { get; }

    /// <summary>The file to write into until then.</summary>
    public string TemporaryPath { get; }

    /// <summary>Writes a whole file.</summary>
    /// <exception cref="SegException">TargetExists; TargetNotWritable.</exception>
    public static void Write(string target, bool overwrite, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var file = new AtomicFile(target, overwrite);
        try
        {
            using var stream = new FileStream(file.TemporaryPath, FileMode.Open, FileAccess.ReadWrite);
            write(stream);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw file.NotWritable(e);
        }

        file.Commit();
    }

    /// <summary>Moves the temporary file to its target.</summary>
    /// <exception cref="SegException">TargetExists; TargetNotWritable.</exception>
    public void Commit()
    {
        try
        {
            File.Move(TemporaryPath, Target, overwrite);
            done = true;
        }
        catch (IOException e) when (!overwrite && File.Exists(Target))
        {
            throw Exists(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(e);
        }
    }

    /// <summary>Removes the temporary file unless it was committed.</summary>
    public void Dispose()
    {
        if (done)
        {
            return;
        }

        done = true;
        try
        {
            File.Delete(TemporaryPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done about a file that the system will not let go of.
        }
    }

    private SegException Exists(Exception? cause)
        => new("TargetExists", SegErrorKind.AlreadyExists, $"Expected no file at '{Target}', found one.", "Use -Force to replace it.", cause: cause);

    private SegException NotWritable(Exception cause)
        => new("TargetNotWritable", SegErrorKind.Access, $"Expected to be able to write '{Target}': {cause.Message}", "Choose another folder or change its permissions.", cause: cause);
}
