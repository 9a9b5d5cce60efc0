namespace NDSeg.IO.Labels;

/// <summary>The file by which the module knows a working folder as its own.</summary>
internal static class VolumeMarker
{
    public const string Name = "ndseg.marker";

    private static ReadOnlySpan<byte> Content => "NDSeg unfinished label volume 1\n"u8;

    /// <summary>Whether a folder has the marker.</summary>
    public static bool IsIn(string folder)
    {
        string path = Path.Combine(folder, Name);
        return File.Exists(path) && !IsLink(path) && new FileInfo(path).Length == Content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(Content);
    }

    /// <summary>Marks a folder.</summary>
    public static void Write(string folder)
    {
        // Several processes, of several machines, may mark one folder at a time, and none of them may see half a marker.
        string path = Path.Combine(folder, Name);
        string unfinished = $"{path}.{Guid.NewGuid():N}";
        using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(Content);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Removes the mark, and what runs left that were killed while they made one.</summary>
    public static void Delete(string folder)
    {
        foreach (string unfinished in Directory.EnumerateFiles(folder, Name + ".*").ToList())
        {
            File.Delete(unfinished);
        }

        File.Delete(Path.Combine(folder, Name));
    }

    /// <summary>Whether a path is a symbolic link, or a junction, also one that leads nowhere.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null || (Directory.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint));
}
