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

    private string HeaderPath => System.IO.Path.Combine(Path, "volume.json");

    /// <summary>Creates the folder or takes over what is there.</summary>
    /// <exception cref="SegException">TargetBusy, TargetNotWritable.</exception>
    public static VolumeFolder Open(string target)
    {
        string path = target + ".partial";
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

    public VolumeHeader? ReadHeader() => VolumeHeader.TryRead(HeaderPath);

    public void WriteHeader(VolumeHeader header) => header.Write(HeaderPath);

    public string SlicePath(int slice) => System.IO.Path.Combine(Path, Name(slice) + ".slice");

    public string BlankPath(int slice) => System.IO.Path.Combine(Path, Name(slice) + ".blank");

    /// <summary>The slices that an earlier run finished and that are whole. Its blank slices are dropped, to be tried again.</summary>
    public IEnumerable<int> Finished()
    {
        foreach (string blank in Directory.EnumerateFiles(Path, "*.blank").ToList())
        {
            File.Delete(blank);
        }

        foreach (string file in Directory.EnumerateFiles(Path, "*.slice").ToList())
        {
            if (int.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out int slice)
                && SliceFile.Read(file) is not null)
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

    private static string Name(int slice) => slice.ToString("D9", CultureInfo.InvariantCulture);
}
