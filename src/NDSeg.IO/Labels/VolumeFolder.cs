using System.Globalization;
using NDSeg.Storage;

namespace NDSeg.IO.Labels;

/// <summary>
/// The working folder of a label volume: one file per finished slice, or what a format that writes in place keeps there. One process holds it, or
/// several that share it. A folder counts as one only with the module's marker in it, and only names that the module gives are ever removed from it.
/// </summary>
internal sealed class VolumeFolder : IDisposable
{
    private const string LockName = "ndseg.lock";
    private const string HeaderName = "volume.json";
    private const string SliceEnding = ".slice";
    private const string BlankEnding = ".blank";
    private const string UnfinishedEnding = ".tmp";
    private const int NumberLength = 9;
    private const int Attempts = 20;

    private readonly string target;
    private LockFile hold;
    private bool gone;

    private VolumeFolder(string target, string path, LockFile hold)
    {
        this.target = target;
        Path = path;
        this.hold = hold;
    }

    public string Path { get; }

    /// <summary>Creates the folder or takes over what an earlier run left.</summary>
    /// <param name="target">The volume, for messages.</param>
    /// <param name="path">The folder.</param>
    /// <param name="shared">Whether other processes may hold it too, if they share as well.</param>
    /// <exception cref="SegException">TargetBusy, TargetNotWritable, PartialNotOurs.</exception>
    public static VolumeFolder Open(string target, string path, bool shared = false)
    {
        // Beside the target it is the target's own folder that is missing: nobody knows the other name.
        AtomicFile.RequireFolder(path == PathOf(target) ? target : path);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                RequireOurs(path);
                Directory.CreateDirectory(path);
                return new VolumeFolder(target, path, Marked(Hold(target, path, shared), path));
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Another run may make or remove the folder at this moment; what else is wrong stays wrong.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw NotWritable(target, e);
            }
        }
    }

    public static SegException NotWritable(string target, Exception cause)
        => new("TargetNotWritable", SegErrorKind.Access, $"Expected to be able to write '{target}': {cause.Message}", "Choose another folder or change its permissions.", cause: cause);

    /// <summary>The working folder of a target.</summary>
    public static string PathOf(string target) => target + ".partial";

    /// <summary>What all slices in a working folder share, or null where there is none, or it is not the module's, or nothing makes sense. Only reads.</summary>
    public static VolumeHeader? ReadHeader(string folder)
        => Directory.Exists(folder) && !VolumeMarker.IsLink(folder) && VolumeMarker.IsIn(folder) ? VolumeHeader.TryRead(HeaderPath(folder)) : null;

    /// <summary>The slice files in a working folder.</summary>
    public static IEnumerable<(string File, int Slice)> Slices(string folder)
        => Directory.EnumerateFiles(folder, "*" + SliceEnding).ToList()
            .Select(file => (file, Number(System.IO.Path.GetFileName(file), SliceEnding)))
            .Where(file => file.Item2 is not null)
            .Select(file => (file.file, file.Item2!.Value));

    public VolumeHeader? ReadHeader() => ReadHeader(Path);

    public void WriteHeader(VolumeHeader header) => Put(HeaderPath(Path), stream => header.Write(stream));

    /// <summary>Writes the header unless another process was first.</summary>
    /// <returns>The header that counts.</returns>
    public VolumeHeader AgreeOn(VolumeHeader header)
    {
        string unfinished = $"{HeaderPath(Path)}.{Guid.NewGuid():N}{UnfinishedEnding}";
        using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
        {
            header.Write(stream);
        }

        try
        {
            File.Move(unfinished, HeaderPath(Path), overwrite: false);
        }
        catch (IOException) when (File.Exists(HeaderPath(Path)))
        {
            File.Delete(unfinished);
        }

        return ReadHeader() ?? throw new IOException($"'{HeaderPath(Path)}' makes no sense.");
    }

    public void DeleteHeader() => File.Delete(HeaderPath(Path));

    public void WriteSlice(int slice, IReadOnlyList<byte[]> strips)
    {
        Put(SlicePath(slice), stream => SliceFile.Write(stream, strips));
        File.Delete(BlankPath(slice));
    }

    public void WriteBlank(int slice)
    {
        Put(BlankPath(slice), _ => { });
        File.Delete(SlicePath(slice));
    }

    /// <summary>Whether a slice was marked as one that could not be computed, by this run or an earlier one.</summary>
    public bool IsBlank(int slice) => File.Exists(BlankPath(slice));

    public void DeleteBlank(int slice) => File.Delete(BlankPath(slice));

    /// <summary>Size of a slice's file.</summary>
    public long SliceLength(int slice) => new FileInfo(SlicePath(slice)).Length;

    public string SlicePath(int slice) => SlicePath(Path, slice);

    /// <summary>The file of a slice in a working folder, whether it is there or not.</summary>
    public static string SlicePath(string folder, int slice) => System.IO.Path.Combine(folder, Name(slice) + SliceEnding);

    /// <summary>The slices that an earlier run finished and that are whole. Damaged ones and its blank slices are dropped, to be tried again.</summary>
    public IEnumerable<int> TakeOver()
    {
        foreach (string blank in Directory.EnumerateFiles(Path, "*" + BlankEnding).Where(IsOurs).ToList())
        {
            File.Delete(blank);
        }

        foreach ((string file, int slice) in Slices(Path))
        {
            if (!VolumeMarker.IsLink(file) && SliceFile.Read(file) is not null)
            {
                yield return slice;
            }
            else
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Removes the slices and what they share.</summary>
    public void Clear()
    {
        foreach (string file in Directory.EnumerateFiles(Path).Where(IsOurs).ToList())
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes the folder, unless somebody has put something else into it.</summary>
    public void Delete()
    {
        if (gone)
        {
            return;
        }

        gone = true;
        try
        {
            Clear();

            // As long as it is held: a run that comes next marks it for itself, and then it is not empty.
            VolumeMarker.Delete(Path);
            hold.Dispose();
            Directory.Delete(Path, recursive: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the system will not let go of is removed by the next run, and what a next run holds already is not removed.
        }
    }

    public void Dispose() => hold.Release();

    /// <summary>Holds a shared folder alone from now on.</summary>
    /// <exception cref="SegException">TargetBusy.</exception>
    public void HoldAlone()
    {
        hold.Release();
        try
        {
            hold = Hold(target, Path, shared: false);
        }
        catch
        {
            hold = Hold(target, Path, shared: true);
            throw;
        }
    }

    private static LockFile Hold(string target, string path, bool shared)
    {
        string lockPath = System.IO.Path.Combine(path, LockName);
        return VolumeMarker.IsLink(lockPath)
            ? throw NotOurs(path, $"a link '{LockName}' in it")
            : LockFile.TryTake(lockPath, shared)
                ?? throw new SegException("TargetBusy", SegErrorKind.Access, $"Expected to be the only one writing '{target}', found another run at work in '{path}'.", "Wait for it to end.");
    }

    private static LockFile Marked(LockFile hold, string path)
    {
        try
        {
            if (!VolumeMarker.IsIn(path))
            {
                VolumeMarker.Write(path);
            }

            return hold;
        }
        catch
        {
            hold.Release();
            throw;
        }
    }

    /// <summary>A folder without the marker is taken only where a run was killed before it could write one.</summary>
    private static void RequireOurs(string path)
    {
        if (VolumeMarker.IsLink(path))
        {
            throw NotOurs(path, "a link");
        }

        if (File.Exists(path))
        {
            throw NotOurs(path, "a file");
        }

        // Looked at twice: another run marks the folder before it puts anything else into it, and takes the mark away last.
        if (Directory.Exists(path) && !VolumeMarker.IsIn(path) && HasMore(path) && !VolumeMarker.IsIn(path))
        {
            throw NotOurs(path, "a folder of something else");
        }
    }

    /// <summary>Whether more is in a folder than a run leaves that was killed before it could mark it.</summary>
    private static bool HasMore(string path)
        => Directory.EnumerateFileSystemEntries(path).Select(System.IO.Path.GetFileName).Any(name => name != LockName && !name!.StartsWith(VolumeMarker.Name, StringComparison.Ordinal));

    private static SegException NotOurs(string path, string found)
        => new("PartialNotOurs", SegErrorKind.InvalidState, $"Expected '{path}' to be free for the slices of an unfinished volume, found {found}.", "Move it away, or choose another name for the volume.");

    /// <summary>Writes under another name first: a file with the final name is complete. Neither name is followed if it is a link.</summary>
    private static void Put(string path, Action<Stream> write)
    {
        string unfinished = path + UnfinishedEnding;
        File.Delete(unfinished);
        using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
        {
            write(stream);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private static bool IsOurs(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        name = name.EndsWith(UnfinishedEnding, StringComparison.Ordinal) ? name[..^UnfinishedEnding.Length] : name;
        return name == HeaderName || name.StartsWith(HeaderName + ".", StringComparison.Ordinal) || Number(name, SliceEnding) is not null || Number(name, BlankEnding) is not null;
    }

    private static int? Number(string name, string ending)
        => name.Length == NumberLength + ending.Length && name.EndsWith(ending, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(0, NumberLength), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private string BlankPath(int slice) => System.IO.Path.Combine(Path, Name(slice) + BlankEnding);

    private static string HeaderPath(string folder) => System.IO.Path.Combine(folder, HeaderName);

    private static string Name(int slice) => slice.ToString("D9", CultureInfo.InvariantCulture);
}
