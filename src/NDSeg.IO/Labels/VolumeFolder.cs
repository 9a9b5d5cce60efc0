using System.Globalization;

namespace NDSeg.IO.Labels;

/// <summary>The working folder of a label volume: one file per finished slice, held by one process at a time.</summary>
internal sealed class VolumeFolder : IDisposable
{
    private readonly FileStream hold;
    private bool gone;

    private VolumeFolder(string path, FileStream hold)
    {
        Path = path;
        this.hold = hold;
    }

    public string Path { get; }

    /// <summary>Creates the folder or takes over what is there.</summary>
    /// <exception cref="SegException">TargetBusy, TargetNotWritable.</exception>
    public static VolumeFolder Open(string target)
    {
        string path = PathOf(target);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(target, e);
        }

        string lockPath = System.IO.Path.Combine(path, "lock");
        try
        {
            return new VolumeFolder(path, new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritable(target, e);
        }
        catch (IOException e)
        {
            throw new SegException("TargetBusy", SegErrorKind.Access, $"Expected to be the only one writing '{target}', found another run at work in '{path}'.", "Wait for it to end.", cause: e);
        }
    }

    public static SegException NotWritable(string target, Exception cause)
        => new("TargetNotWritable", SegErrorKind.Access, $"Expected to be able to write '{target}': {cause.Message}", "Choose another folder or change its permissions.", cause: cause);

    /// <summary>The working folder of a target.</summary>
    public static string PathOf(string target) => target + ".partial";

    /// <summary>What all slices in a working folder share, or null where nothing makes sense.</summary>
    public static VolumeHeader? ReadHeader(string folder) => VolumeHeader.TryRead(HeaderPath(folder));

    /// <summary>The slice files in a working folder; null for a name that is no slice number.</summary>
    public static IEnumerable<(string File, int? Slice)> Slices(string folder)
        => Directory.EnumerateFiles(folder, "*.slice").ToList().Select(file => (
            file,
            int.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out int slice) ? slice : (int?)null));

    public VolumeHeader? ReadHeader() => ReadHeader(Path);

    public void WriteHeader(VolumeHeader header) => header.Write(HeaderPath(Path));

    public string SlicePath(int slice) => System.IO.Path.Combine(Path, Name(slice) + ".slice");

    public string BlankPath(int slice) => System.IO.Path.Combine(Path, Name(slice) + ".blank");

    /// <summary>The slices that an earlier run finished and that are whole. Damaged ones and its blank slices are dropped, to be tried again.</summary>
    public IEnumerable<int> TakeOver()
    {
        foreach (string blank in Directory.EnumerateFiles(Path, "*.blank").ToList())
        {
            File.Delete(blank);
        }

        foreach ((string file, int? number) in Slices(Path))
        {
            if (number is int slice && SliceFile.Read(file) is not null)
            {
                yield return slice;
            }
            else
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Removes everything but the hold.</summary>
    public void Clear()
    {
        foreach (string file in Directory.EnumerateFiles(Path).Where(f => System.IO.Path.GetFileName(f) != "lock").ToList())
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes the folder.</summary>
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
            hold.Dispose();
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the system will not let go of is removed by the next run.
        }
    }

    public void Dispose() => hold.Dispose();

    private static string HeaderPath(string folder) => System.IO.Path.Combine(folder, "volume.json");

    private static string Name(int slice) => slice.ToString("D9", CultureInfo.InvariantCulture);
}
