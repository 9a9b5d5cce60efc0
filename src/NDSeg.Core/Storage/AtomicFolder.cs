namespace NDSeg.Storage;

/// <summary>
/// Writes a folder under a temporary name beside its target and renames it when complete. Where a folder is replaced, the old one is renamed to
/// <c>&lt;target&gt;.replaced</c> for the moment between; a run that was killed there is put right by the next one.
/// </summary>
public static class AtomicFolder
{
    private const string FolderSuffix = ".d";
    private const string ReplacedSuffix = ".replaced";

    /// <summary>Writes a whole folder.</summary>
    /// <param name="target">Path of the folder to write.</param>
    /// <param name="overwrite">Whether an existing folder may be replaced.</param>
    /// <param name="mayReplace">Whether an existing folder is one that may be replaced; others never are.</param>
    /// <param name="write">Fills the empty folder of the given path.</param>
    /// <exception cref="SegException">TargetExists; TargetNotOurs; TargetNotWritable.</exception>
    public static void Write(string target, bool overwrite, Func<string, bool> mayReplace, Action<string> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(mayReplace);
        ArgumentNullException.ThrowIfNull(write);
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        RequireReplaceable(path, overwrite, mayReplace);
        string parent = Path.GetDirectoryName(path)!;
        string temporary = parent;
        try
        {
            TemporaryFile.Sweep(parent);
            SweepFolders(parent);

            // As long as the file is held the folder of the same name is somebody's.
            using var hold = TemporaryFile.Create(parent);
            temporary = hold.Path + FolderSuffix;
            try
            {
                Directory.CreateDirectory(temporary);
                write(temporary);
                Put(temporary, path, overwrite, mayReplace);
            }
            finally
            {
                if (Directory.Exists(temporary))
                {
                    Directory.Delete(temporary, recursive: true);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e.Message.Replace(temporary, path, StringComparison.Ordinal), e);
        }
    }

    /// <summary>Gives a finished folder its final name.</summary>
    /// <param name="folder">The finished folder, in the file system of the target.</param>
    /// <param name="target">Full path of the folder to make.</param>
    /// <param name="overwrite">Whether an existing folder may be replaced.</param>
    /// <param name="mayReplace">Whether an existing folder is one that may be replaced; others never are.</param>
    /// <exception cref="SegException">TargetExists; TargetNotOurs; TargetNotWritable.</exception>
    public static void Put(string folder, string target, bool overwrite, Func<string, bool> mayReplace)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(mayReplace);
        RequireReplaceable(target, overwrite, mayReplace);
        string replaced = target + ReplacedSuffix;
        try
        {
            bool exists = Directory.Exists(target);
            if (exists)
            {
                Directory.Move(target, replaced);
            }

            try
            {
                Directory.Move(folder, target);
            }
            catch when (exists && !Directory.Exists(target))
            {
                Directory.Move(replaced, target);
                throw;
            }

            if (exists)
            {
                Discard(replaced);
            }

            SweepFolders(Path.GetDirectoryName(target)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(target, e.Message, e);
        }
    }

    /// <summary>Refuses a target that must not be replaced, before anything is written; puts right what a killed run left.</summary>
    /// <param name="target">Full path of the folder to make.</param>
    /// <param name="overwrite">Whether an existing folder may be replaced.</param>
    /// <param name="mayReplace">Whether an existing folder is one that may be replaced; others never are.</param>
    /// <exception cref="SegException">TargetExists; TargetNotOurs; TargetNotWritable.</exception>
    public static void RequireReplaceable(string target, bool overwrite, Func<string, bool> mayReplace)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(mayReplace);
        AtomicFile.RequireFolder(target);
        Recover(target, mayReplace);
        if (File.Exists(target))
        {
            throw new SegException("TargetNotWritable", SegErrorKind.Access, $"Expected a folder to write to, found the file '{target}'.", "Choose another name.");
        }

        if (!Directory.Exists(target))
        {
            return;
        }

        if (!overwrite)
        {
            throw new SegException("TargetExists", SegErrorKind.AlreadyExists, $"Expected nothing at '{target}', found a folder.", "Use -Force to replace it.");
        }

        if (!mayReplace(target))
        {
            throw new SegException("TargetNotOurs", SegErrorKind.AlreadyExists, $"Expected to replace a folder that NDSeg wrote, found another one at '{target}'.", "Choose another name, or remove the folder.");
        }
    }

    private static void Recover(string target, Func<string, bool> mayReplace)
    {
        string replaced = target + ReplacedSuffix;
        if (!Directory.Exists(replaced) || !mayReplace(replaced))
        {
            return;
        }

        try
        {
            if (Directory.Exists(target))
            {
                Discard(replaced);
            }
            else
            {
                Directory.Move(replaced, target);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(target, e.Message, e);
        }
    }

    // Under a name that the next run sweeps: a folder that is half deleted could not be told from somebody else's.
    private static void Discard(string replaced)
    {
        string garbage = Path.Combine(Path.GetDirectoryName(replaced)!, TemporaryFile.NewName() + FolderSuffix);
        Directory.Move(replaced, garbage);
        try
        {
            Directory.Delete(garbage, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another run sweeps it at this moment, or the next one will.
        }
    }

    private static void SweepFolders(string parent)
    {
        try
        {
            foreach (string folder in Directory.EnumerateDirectories(parent, ".ndseg-*.tmp" + FolderSuffix).Where(IsRemainder).ToList())
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // To tidy is no condition for writing.
        }
    }

    private static bool IsRemainder(string folder)
    {
        string hold = folder[..^FolderSuffix.Length];
        return TemporaryFile.IsName(Path.GetFileName(hold)) && !File.Exists(hold) && TemporaryFile.MayBeSwept(folder);
    }

    private static SegException NotWritable(string path, string reason, Exception cause)
        => new("TargetNotWritable", SegErrorKind.Access, $"Expected to be able to write '{path}': {reason}", "Choose another folder or change its permissions.", cause: cause);
}
