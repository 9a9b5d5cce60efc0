using NDSeg.Storage;

namespace NDSeg.IO.Formats;

/// <summary>Where something is written to.</summary>
/// <param name="Path">Path as given.</param>
/// <param name="Overwrite">Whether what is there may be replaced.</param>
internal sealed record OutputTarget(string Path, bool Overwrite)
{
    /// <summary>Writes one file, which is complete or absent.</summary>
    /// <exception cref="SegException">TargetExists, TargetNotWritable.</exception>
    public void WriteFile(Action<Stream> write) => AtomicFile.Write(Path, Overwrite, write);

    /// <summary>Writes one folder, which is complete or absent.</summary>
    /// <param name="mayReplace">Whether an existing folder is one that may be replaced.</param>
    /// <param name="write">Fills the folder of the given path.</param>
    /// <exception cref="SegException">TargetExists, TargetNotOurs, TargetNotWritable.</exception>
    public void WriteFolder(Func<string, bool> mayReplace, Action<string> write) => AtomicFolder.Write(Path, Overwrite, mayReplace, write);
}
